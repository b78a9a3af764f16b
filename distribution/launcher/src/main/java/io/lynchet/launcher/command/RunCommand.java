// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.launcher.command;

import io.lynchet.api.Diagnostic;
import io.lynchet.api.data.DataService;
import io.lynchet.api.data.ReloadReport;
import io.lynchet.api.loop.Vitals;
import io.lynchet.api.manifest.Manifest;
import io.lynchet.launcher.RunningApp;
import io.lynchet.launcher.Signals;
import io.lynchet.launcher.cli.AppFolder;
import io.lynchet.launcher.cli.CliCommand;
import io.lynchet.launcher.cli.CliHost;
import io.lynchet.launcher.cli.CommandLine;
import io.lynchet.launcher.cli.CommandOption;
import io.lynchet.launcher.cli.ExitCode;
import io.lynchet.launcher.cli.LaunchOptions;
import io.lynchet.launcher.cli.Refusal;
import io.lynchet.launcher.config.LimitSwitch;
import io.lynchet.launcher.framework.ServiceLookup;
import io.lynchet.launcher.framework.Watchdog;
import io.lynchet.launcher.log.LogOutput;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import org.slf4j.event.Level;

/** The command {@code lynchet run}: it serves an app until it is told to stop. */
final class RunCommand implements CliCommand {
    @Override
    public List<CommandOption> options() {
        return List.of(
                CommandOption.value("--port"),
                CommandOption.value("--host"),
                CommandOption.value("--data"),
                CommandOption.value("--set"),
                CommandOption.value("--accept-data-loss"),
                CommandOption.flag("--dev"),
                CommandOption.flag("--verbose"));
    }

    @Override
    public int execute(CommandLine arguments, CliHost host) throws InterruptedException {
        LaunchOptions launch = launch(arguments, host);
        LimitSwitch limits = LimitSwitch.of(launch.environment);
        // Standard output has one line, which scripts wait for; output of libraries must not mix with it.
        System.setOut(host.err());
        Signals signals = Signals.install();
        try (Watchdog watchdog = Watchdog.start();
                RunningApp running = start(launch, signals)) {
            if (running == null) {
                say(host, "Stopped before it was ready.");
            } else {
                serve(running, limits, signals, host);
            }
        }
        return ExitCode.OK;
    }

    /** Returns null when the start failed because somebody asked for the stop. */
    private static RunningApp start(LaunchOptions launch, Signals signals) {
        try {
            return RunningApp.start(launch);
        } catch (Refusal e) {
            if (!signals.stopAsked()) {
                throw e;
            }
            return null;
        }
    }

    private static void serve(RunningApp running, LimitSwitch limits, Signals signals, CliHost host)
            throws InterruptedException {
        if (running.adminTokenFile() != null) {
            say(host, "Admin token: " + running.adminTokenFile());
        }
        if (limits == LimitSwitch.OFF) {
            say(host, "Request limits are off: " + LimitSwitch.VARIABLE + "=off.");
        }
        signals.started(running.context());
        host.out().println(readyLine(running));
        host.out().flush();
        while (signals.next() == Signals.Request.RELOAD) {
            reload(running, host);
        }
    }

    private static LaunchOptions launch(CommandLine arguments, CliHost host) {
        LaunchOptions launch = new LaunchOptions(AppFolder.at(Path.of(arguments.operand("the folder of an app"))));
        launch.environment = host.environment();
        launch.port = arguments.value("--port");
        launch.host = arguments.value("--host");
        launch.data = arguments.value("--data") == null ? null : Path.of(arguments.value("--data"));
        launch.assignments.addAll(arguments.values("--set"));
        launch.acceptedLoss = String.join(",", arguments.values("--accept-data-loss"));
        launch.dev = arguments.has("--dev");
        launch.verbose = arguments.has("--verbose");
        return launch;
    }

    private static String readyLine(RunningApp running) {
        Manifest manifest =
                ServiceLookup.get(running.context(), DataService.class).app().manifest();
        int entities = manifest.entities().size();
        return "Lynchet ready on %s in %s ms (%s %s, %s %s)"
                .formatted(
                        url(running.address()),
                        System.currentTimeMillis() - RunningApp.startedMillis(),
                        manifest.name(),
                        manifest.version(),
                        entities,
                        entities == 1 ? "entity" : "entities");
    }

    /**
     * Returns the URL; for an address that stands for all addresses, the one that a browser on this machine can use.
     */
    private static String url(InetSocketAddress address) {
        String host = address.getAddress().isAnyLocalAddress()
                ? "127.0.0.1"
                : address.getAddress().getHostAddress();
        return "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
    }

    private static void reload(RunningApp running, CliHost host) {
        try {
            ReloadReport report = running.reload();
            say(host, report.applied() ? "Manifest reloaded." : "Manifest refused; the old one still serves.");
            for (Diagnostic diagnostic : report.diagnostics()) {
                say(host, "  " + diagnostic);
            }
        } catch (RuntimeException | Error e) {
            // An exception thrown from here would stop the whole process for a manifest.
            Vitals.suffered(e);
            say(host, "Manifest not reloaded: " + e.getMessage());
        }
    }

    private static void say(CliHost host, String text) {
        LogOutput.say(host.err(), Level.INFO, text);
    }
}
