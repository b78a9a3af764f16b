// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.launcher;

import java.util.List;

/** {@code lynchet version}. */
final class VersionCommand implements Command {
    @Override
    public List<Option> options() {
        return List.of();
    }

    @Override
    public int execute(Arguments arguments, Host host) {
        try (PackedJar jar = PackedJar.open()) {
            Runtime.Version java = Runtime.version();
            host.out().println("lynchet " + jar.version() + " (Java " + java + ")");
        }
        return ExitCode.OK;
    }
}
