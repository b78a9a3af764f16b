// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.launcher.command;

import io.lynchet.json.DidYouMean;
import io.lynchet.launcher.cli.CliCommand;
import io.lynchet.launcher.cli.CliHost;
import io.lynchet.launcher.cli.CommandLine;
import io.lynchet.launcher.cli.CommandOption;
import io.lynchet.launcher.cli.ExitCode;
import io.lynchet.launcher.cli.ForeignText;
import io.lynchet.launcher.cli.Refusal;
import io.lynchet.launcher.log.LogOutput;
import io.lynchet.launcher.shell.ShellCommand;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.event.Level;

/** The command line; see {@code help/lynchet.txt}. */
public final class Main {
    private static final Map<String, Supplier<CliCommand>> COMMANDS = Map.of(
            "run", RunCommand::new,
            "check", CheckCommand::new,
            "init", InitCommand::new,
            "shell", ShellCommand::new,
            "backup", () -> new BackupToolCommand("backup"),
            "backups", () -> new BackupToolCommand("backups"),
            "verify", () -> new BackupToolCommand("verify"),
            "restore", () -> new BackupToolCommand("restore"),
            "prepare", PrepareCommand::new,
            "version", VersionCommand::new);

    private Main() {}

    /** Runs one command and ends the JVM with its exit code. */
    public static void main(String[] words) {
        // One language and one kind of digits on every machine, also in libraries: Felix makes versions of formatted
        // numbers.
        Locale.setDefault(Locale.ENGLISH);
        System.exit(run(List.of(words), new CliHost(System.getenv(), System.out, System.err)));
    }

    /** Runs one command and returns its exit code. */
    static int run(List<String> words, CliHost host) {
        try {
            ForeignText.refuse(
                    words, host.environment(), System.getProperty("user.dir"), System.getProperty("sun.jnu.encoding"));
            return dispatch(words, host);
        } catch (Refusal e) {
            return refused(e, host);
        } catch (InvalidPathException e) {
            return refused(ForeignText.refusal(e), host);
        } catch (InterruptedException e) {
            return ExitCode.ERROR;
        } catch (Exception e) {
            LogOutput.say(host.err(), Level.ERROR, "lynchet: unexpected " + e + frames(e));
            return ExitCode.ERROR;
        }
    }

    private static int refused(Refusal refusal, CliHost host) {
        LogOutput.say(host.err(), Level.ERROR, "lynchet: " + refusal.getMessage());
        return refusal.exitCode();
    }

    private static String frames(Exception e) {
        return Arrays.stream(e.getStackTrace())
                .limit(20)
                .map(frame -> "\n  at " + frame)
                .collect(Collectors.joining());
    }

    private static int dispatch(List<String> words, CliHost host) throws Exception {
        String name = words.isEmpty() ? "help" : words.get(0);
        switch (name) {
            case "help", "--help", "-h" -> {
                return help(words.size() > 1 ? words.get(1) : "lynchet", host);
            }
            case "--version" -> name = "version";
            default -> {}
        }
        if (!COMMANDS.containsKey(name)) {
            throw Refusal.usage("there is no command " + name + "." + DidYouMean.sentence(name, COMMANDS.keySet())
                    + "\n  See: lynchet help");
        }
        CliCommand command = COMMANDS.get(name).get();
        List<CommandOption> options = new ArrayList<>(command.options());
        options.add(CommandOption.flag("--help"));
        CommandLine arguments = CommandLine.parse(name, options, command.takesLine(), words.subList(1, words.size()));
        return arguments.has("--help") ? help(name, host) : command.execute(arguments, host);
    }

    private static int help(String topic, CliHost host) {
        try (InputStream text = Main.class.getResourceAsStream("help/" + topic + ".txt")) {
            if (text == null || !topic.matches("[a-z]+")) {
                throw Refusal.usage("there is no help for " + topic + "."
                        + DidYouMean.sentence(topic, COMMANDS.keySet()) + "\n  See: lynchet help");
            }
            host.out().print(new String(text.readAllBytes(), StandardCharsets.UTF_8));
            return ExitCode.OK;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
