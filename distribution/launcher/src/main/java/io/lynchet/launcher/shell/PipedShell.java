// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.launcher.shell;

import io.lynchet.launcher.cli.CliHost;
import io.lynchet.launcher.cli.ExitCode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/** A session whose input is a pipe or a file: one command a line, until the first that fails. */
final class PipedShell {
    private PipedShell() {}

    static int run(ShellConnection connection, CliHost host) throws IOException {
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            String command = line.strip();
            if (!command.isEmpty() && !command.startsWith("#")) {
                int code = connection.execute(command, 0, host);
                if (code != ExitCode.OK) {
                    return code;
                }
            }
        }
        return ExitCode.OK;
    }
}
