// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.launcher.command;

import io.lynchet.launcher.cli.CliCommand;
import io.lynchet.launcher.cli.CliHost;
import io.lynchet.launcher.cli.CommandLine;
import io.lynchet.launcher.cli.CommandOption;
import io.lynchet.launcher.cli.Refusal;
import java.util.List;

/** The command {@code lynchet prepare} of the bare jar, which can't have a class archive: the script makes it. */
final class PrepareCommand implements CliCommand {
    @Override
    public List<CommandOption> options() {
        return List.of();
    }

    @Override
    public int execute(CommandLine arguments, CliHost host) {
        throw Refusal.usage("a class archive is for bin/lynchet, which passes it to the JVM."
                + "\n  Unpack the archive of Lynchet and call its bin/lynchet prepare.");
    }
}
