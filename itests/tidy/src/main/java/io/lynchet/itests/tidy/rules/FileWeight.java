// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.itests.tidy.rules;

import io.lynchet.itests.tidy.Breach;
import io.lynchet.itests.tidy.RepoTree;
import io.lynchet.itests.tidy.Rule;
import java.util.List;

/** A large file stays in every clone for ever. */
public final class FileWeight implements Rule {

    private static final long MOST_BYTES = 1 << 20;

    @Override
    public String name() {
        return "file-weight";
    }

    @Override
    public List<Breach> check(RepoTree tree) {
        return tree.files()
                .filter(f -> f.bytes() > MOST_BYTES)
                .map(f -> Breach.in(
                        f.path(),
                        0,
                        "weighs " + f.bytes() + " bytes, " + MOST_BYTES
                                + " is the most: make it in the build or in the test, or depend on it"))
                .toList();
    }
}
