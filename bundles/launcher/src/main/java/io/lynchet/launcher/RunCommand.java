// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.launcher;

import io.lynchet.api.data.DataService;
import io.lynchet.api.data.ReloadReport;
import io.lynchet.api.loop.Vitals;
import io.lynchet.api.manifest.Diagnostic;
import io.lynchet.api.manifest.Manifest;
import io.lynchet.launcher.log.LogOutput;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import org.slf4j.event.Level;

/** {@code lynchet run}: serves an app until it is told to stop. */
final class RunCommand implements Command {
    @Override
    public List<Option> options() {
        return List.of(
                Option.value("--port"),
                Option.value("--host"),
                Option.value("--data"),
                Option.value("--set"),
                Option.value("--accept-data-loss"),
                Option.flag("--dev"),
                Option.flag("--verbose"));
    }

    @Override
    public int execute(Arguments arguments, Host host) throws InterruptedException {
        Launch launch = launch(arguments, host);
        LimitSwitch limits = LimitSwitch.of(launch.environment);
        // Standard output has one line, which scripts wait for; whatever a library prints must not get in between.
        System.setOut(host.err());
        Signals signals = Signals.install();
        try (Watchdog watchdog = Watchdog.start();
                RunningApp running = RunningApp.start(launch)) {
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
        } catch (Refusal e) {
            if (!signals.stopAsked()) {
                throw e;
            }
            say(host, "Stopped before it was ready.");
        }
        return ExitCode.OK;
    }

    private static Launch launch(Arguments arguments, Host host) {
        Launch launch = new Launch(App.at(Path.of(arguments.operand("the folder of an app"))));
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
                Services.get(running.context(), DataService.class).app().manifest();
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

    /** Of an address that stands for all addresses, the one that a browser on this machine can use. */
    private static String url(InetSocketAddress address) {
        String host = address.getAddress().isAnyLocalAddress()
                ? "127.0.0.1"
                : address.getAddress().getHostAddress();
        return "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
    }

    private static void reload(RunningApp running, Host host) {
        try {
            ReloadReport report = running.reload();
            say(host, report.applied() ? "Manifest reloaded." : "Manifest refused; the old one goes on serving.");
            for (Diagnostic diagnostic : report.diagnostics()) {
                say(host, "  " + diagnostic);
            }
        } catch (RuntimeException | Error e) {
            // Thrown on, it would stop the whole process for a manifest.
            Vitals.suffered(e);
            say(host, "Manifest not reloaded: " + e.getMessage());
        }
    }

    private static void say(Host host, String text) {
        LogOutput.say(host.err(), Level.INFO, text);
    }
}
