// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.itests.tidy.rules;

import io.lynchet.itests.tidy.Breach;
import io.lynchet.itests.tidy.RepoFile;
import io.lynchet.itests.tidy.RepoTree;
import io.lynchet.itests.tidy.Rule;
import java.util.List;

/** A file of about 250 lines can be read in one sitting. Above 400 it needs an exception with a reason. */
public final class FileSize implements Rule {

    static final int REASON_ABOVE = 400;

    @Override
    public String name() {
        return "file-size";
    }

    @Override
    public List<Breach> check(RepoTree tree) {
        return tree.files()
                .filter(RepoFile::isJava)
                .map(f -> new Breach(f.path(), 0, lines(f), message(lines(f))))
                .filter(p -> p.measured() > REASON_ABOVE)
                .toList();
    }

    private static int lines(RepoFile file) {
        return (int) file.text().lines().count();
    }

    private static String message(int lines) {
        return "has " + lines + " lines; about 250 is usual and " + REASON_ABOVE
                + " the most: give its second job a type of its own";
    }
}
