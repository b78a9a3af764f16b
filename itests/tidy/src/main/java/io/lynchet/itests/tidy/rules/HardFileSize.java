// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.itests.tidy.rules;

import io.lynchet.itests.tidy.Breach;
import io.lynchet.itests.tidy.RepoFile;
import io.lynchet.itests.tidy.RepoTree;
import io.lynchet.itests.tidy.Rule;
import java.util.List;

/** No reason is good enough for more than 600 lines. */
public final class HardFileSize implements Rule {

    private static final int MOST = 600;

    @Override
    public String name() {
        return "file-size-hard";
    }

    @Override
    public List<Breach> check(RepoTree tree) {
        return tree.files()
                .filter(RepoFile::isJava)
                .filter(f -> f.text().lines().count() > MOST)
                .map(f -> Breach.in(f.path(), 0, "has more than " + MOST + " lines, which no reason excuses: split it"))
                .toList();
    }
}
