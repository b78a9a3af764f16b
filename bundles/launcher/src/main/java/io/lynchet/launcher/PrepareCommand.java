// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.launcher;

import java.util.List;

/** {@code lynchet prepare} of the bare jar, which can't have a class archive: the script does it. */
final class PrepareCommand implements Command {
    @Override
    public List<Option> options() {
        return List.of();
    }

    @Override
    public int execute(Arguments arguments, Host host) {
        throw Refusal.usage("a class archive is for bin/lynchet, which passes it to the JVM."
                + "\n  Unpack the archive of Lynchet and call its bin/lynchet prepare.");
    }
}
