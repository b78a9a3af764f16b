// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.shell.command.process;

import io.lynchet.api.process.ProcessControl;
import io.lynchet.json.JsonWriter;
import io.lynchet.shell.cli.Arguments;
import io.lynchet.shell.cli.Command;
import io.lynchet.shell.cli.Output;
import io.lynchet.shell.cli.Screen;
import io.lynchet.shell.cli.Services;
import io.lynchet.shell.cli.Syntax;
import io.lynchet.shell.cli.UsageException;

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
    public Syntax syntax() {
        return Syntax.of(name(), "start|stop", "feature").json();
    }

    @Override
    public String guide() {
        return """
                "features" lists them. Others go on while one comes or goes, and data stays as
                it is.

                  feature start transport-netty
                  feature stop transport-netty

                "feature stop shell" takes away what you are typing into.
                """;
    }

    @Override
    public void run(Arguments arguments, Output out, Services services) {
        ProcessControl control = services.need(ProcessControl.class, "launcher");
        String feature = arguments.operand(1);
        boolean started = arguments.operand(0).equals("start");
        if (started) {
            control.startFeature(feature);
        } else if (arguments.operand(0).equals("stop")) {
            control.stopFeature(feature);
        } else {
            throw new UsageException("feature takes: start <feature>, or stop <feature>");
        }
        if (arguments.json()) {
            out.json(new JsonWriter()
                    .beginObject()
                    .name(started ? "started" : "stopped")
                    .value(feature)
                    .endObject());
        } else {
            out.line("The feature " + Screen.safe(feature)
                    + (started
                            ? " is started, and will be from now on."
                            : " is stopped, and is not started any more."));
        }
    }
}
