// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.launcher.command;

import io.lynchet.launcher.cli.CliCommand;
import io.lynchet.launcher.cli.CliHost;
import io.lynchet.launcher.cli.CommandLine;
import io.lynchet.launcher.cli.CommandOption;
import io.lynchet.launcher.cli.ExitCode;
import io.lynchet.launcher.jar.PackedJar;
import java.util.List;

/** The command {@code lynchet version}. */
final class VersionCommand implements CliCommand {
    @Override
    public List<CommandOption> options() {
        return List.of();
    }

    @Override
    public int execute(CommandLine arguments, CliHost host) {
        try (PackedJar jar = PackedJar.open()) {
            Runtime.Version java = Runtime.version();
            host.out().println("lynchet " + jar.version() + " (Java " + java + ")");
        }
        return ExitCode.OK;
    }
}
