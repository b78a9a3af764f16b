// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.itests.tidy.rules;

import io.lynchet.itests.tidy.Breach;
import io.lynchet.itests.tidy.RepoFile;
import io.lynchet.itests.tidy.RepoTree;
import io.lynchet.itests.tidy.Rule;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A package is one subject, which a reader opens as a whole; tests' folders, too. About 15 files are usual. */
public final class PackageSize implements Rule {

    static final int FILES_MAX = 25;

    @Override
    public String name() {
        return "package-size";
    }

    @Override
    public List<Breach> check(RepoTree tree) {
        Map<String, Long> sizes = tree.files()
                .filter(RepoFile::isJava)
                .collect(Collectors.groupingBy(PackageSize::folder, TreeMap::new, Collectors.counting()));
        return sizes.entrySet().stream()
                .filter(size -> size.getValue() > FILES_MAX)
                .map(size -> new Breach(size.getKey(), 0, size.getValue().intValue(), message(size.getValue())))
                .toList();
    }

    private static String folder(RepoFile file) {
        return file.path().substring(0, file.path().length() - file.name().length() - 1);
    }

    private static String message(long files) {
        return "has " + files + " files; about 15 are usual and " + FILES_MAX
                + " the most: cut it by subject, so that who asks how one thing works opens one package";
    }
}
