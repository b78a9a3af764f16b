// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.launcher.command;

import io.lynchet.launcher.cli.CliCommand;
import io.lynchet.launcher.cli.CliHost;
import io.lynchet.launcher.cli.CommandLine;
import io.lynchet.launcher.cli.CommandOption;
import io.lynchet.launcher.cli.ExitCode;
import io.lynchet.launcher.cli.Refusal;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * The command {@code lynchet init}: it writes a small app that runs as it is, with a README that explains each line of
 * it.
 */
final class InitCommand implements CliCommand {
    private static final List<String> FILES = List.of(
            "manifest.json",
            "README.md",
            "public/index.html",
            "public/style.css",
            "public/app.js",
            "etc/io.lynchet.launcher.json",
            ".gitignore");

    @Override
    public List<CommandOption> options() {
        return List.of();
    }

    @Override
    public int execute(CommandLine arguments, CliHost host) throws IOException {
        Path folder = Path.of(arguments.operand("a folder")).toAbsolutePath().normalize();
        refuseUnlessEmpty(folder);
        String name = name(folder);
        for (String file : FILES) {
            Path target = folder.resolve(file);
            Files.createDirectories(target.getParent());
            Files.writeString(target, template(file).replace("@name@", name));
        }
        host.out().println("Wrote an app to " + folder + ": " + String.join(", ", FILES));
        host.out().println("Run it: lynchet run " + arguments.operands().get(0));
        return ExitCode.OK;
    }

    private static void refuseUnlessEmpty(Path folder) throws IOException {
        if (Files.isRegularFile(folder)) {
            throw Refusal.error(folder + " is a file.\n  Name a folder that is empty or does not exist yet.");
        }
        if (Files.isDirectory(folder)) {
            try (Stream<Path> files = Files.list(folder)) {
                if (files.findAny().isPresent()) {
                    throw Refusal.error(folder + " is not empty, and init overwrites nothing.\n  Name a folder that"
                            + " is empty or does not exist yet.");
                }
            }
        }
    }

    /** Returns the folder's name, made fit for a cookie and a URL. */
    private static String name(Path folder) {
        String name = String.valueOf(folder.getFileName())
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9]+", "-")
                .replaceAll("^-+|-+$", "");
        return name.isEmpty() ? "app" : name;
    }

    private static String template(String file) throws IOException {
        String resource = "init/" + (file.startsWith(".") ? file.substring(1) : file);
        try (InputStream in = InitCommand.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IOException("the template " + resource + " is not packed");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
