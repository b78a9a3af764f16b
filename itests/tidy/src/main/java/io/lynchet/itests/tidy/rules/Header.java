// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.itests.tidy.rules;

import io.lynchet.itests.tidy.Breach;
import io.lynchet.itests.tidy.RepoFile;
import io.lynchet.itests.tidy.RepoTree;
import io.lynchet.itests.tidy.Rule;
import java.util.List;

/** Every Java file says under which licence it is, in the same two lines. */
public final class Header implements Rule {

    private static final String LINES = "// SPDX-License-Identifier: Apache-2.0\n// Copyright the Lynchet authors.\n";

    @Override
    public String name() {
        return "header";
    }

    @Override
    public List<Breach> check(RepoTree tree) {
        return tree.files()
                .filter(RepoFile::isJava)
                .filter(f -> !startsRight(f.text()))
                .map(f -> Breach.in(
                        f.path(), 1, "must begin with exactly these two lines:\n" + LINES + "followed by the package"))
                .toList();
    }

    private static boolean startsRight(String text) {
        return text.startsWith(LINES) && !text.startsWith("//", LINES.length());
    }
}
