// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.shell.command.process;

import io.lynchet.api.process.ProcessControl;
import io.lynchet.json.JsonWriter;
import io.lynchet.shell.cli.Arguments;
import io.lynchet.shell.cli.Command;
import io.lynchet.shell.cli.CommandSyntax;
import io.lynchet.shell.cli.CommandUsageException;
import io.lynchet.shell.cli.Output;
import io.lynchet.shell.cli.ShellServices;
import io.lynchet.shell.cli.TerminalText;

/** {@code feature}: starts and stops a part of the distribution. */
public final class FeatureCommand implements Command {
    @Override
    public String name() {
        return "feature";
    }

    @Override
    public String summary() {
        return "Starts or stops a feature, now and for later starts";
    }

    @Override
    public CommandSyntax syntax() {
        return CommandSyntax.of(name(), "start|stop", "feature").json();
    }

    @Override
    public String guide() {
        return """
                "features" lists them. The others keep running, and data stays as
                it is.

                  feature start transport-netty
                  feature stop transport-netty

                "feature stop shell" also ends this shell.
                """;
    }

    @Override
    public void run(Arguments arguments, Output out, ShellServices services) {
        ProcessControl control = services.need(ProcessControl.class, "launcher");
        String feature = arguments.operand(1);
        boolean started = arguments.operand(0).equals("start");
        if (started) {
            control.startFeature(feature);
        } else if (arguments.operand(0).equals("stop")) {
            control.stopFeature(feature);
        } else {
            throw new CommandUsageException("feature takes: start <feature>, or stop <feature>");
        }
        if (arguments.json()) {
            out.json(new JsonWriter()
                    .beginObject()
                    .name(started ? "started" : "stopped")
                    .value(feature)
                    .endObject());
        } else {
            out.line("The feature " + TerminalText.safe(feature)
                    + (started
                            ? " runs, and starts with every later start."
                            : " is stopped, and stays so at later starts."));
        }
    }
}
