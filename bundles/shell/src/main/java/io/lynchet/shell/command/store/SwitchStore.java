// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.shell.command.store;

import io.lynchet.api.backup.BackupReport;
import io.lynchet.api.backup.StoreMover;
import io.lynchet.api.data.DataAdmin;
import io.lynchet.api.data.DataStatus;
import io.lynchet.json.JsonWriter;
import io.lynchet.shell.cli.Output;
import io.lynchet.shell.cli.ShellServices;
import io.lynchet.shell.cli.TerminalText;
import java.util.Locale;
import java.util.Map;

/** The move to another store. */
final class SwitchStore {
    private static final String PID = "io.lynchet.data";
    private static final String TARGET = "store.target";

    private final ShellServices services;
    private final Output out;
    private final boolean json;

    SwitchStore(ShellServices services, Output out, boolean json) {
        this.services = services;
        this.out = out;
        this.json = json;
    }

    void use(String provider) {
        DataAdmin control = services.need(DataAdmin.class, "data service");
        control.useStore(provider);
        DataStatus status = control.status();
        if (json) {
            JsonWriter to = new JsonWriter().beginObject().name("provider").value(status.provider());
            to.name("epoch").value(status.epoch()).name("headSeq").value(status.headSeq());
            out.json(to.endObject());
            return;
        }
        out.line("The store %s serves, at seq %s of epoch %s."
                .formatted(TerminalText.safe(provider), status.headSeq(), status.epoch()));
        nextStart(provider);
    }

    void move(String from, String to) throws InterruptedException {
        StoreMover mover = services.need(StoreMover.class, "feature \"backup\"");
        TaskWatch watch = new TaskWatch(mover.move(from, to), out);
        BackupReport report = watch.await(json);
        if (json) {
            JsonWriter answer = new JsonWriter().beginObject().name("provider").value(report.backup());
            answer.name("epoch").value(report.epoch()).name("headSeq").value(report.seq());
            out.json(answer.name("rows").value(report.rows()).endObject());
            return;
        }
        out.line(String.format(
                Locale.ROOT,
                "The store %s serves: %,d rows at seq %d, copied and compared in %s s.",
                TerminalText.safe(to),
                report.rows(),
                report.seq(),
                watch.seconds()));
        out.note(from + " stays as it was, and gets no more writes.");
        nextStart(to);
    }

    private void nextStart(String provider) {
        Object configured =
                services.configurations().getOrDefault(PID, Map.of()).get(TARGET);
        if (configured != null && !String.valueOf(configured).isBlank() && !configured.equals(provider)) {
            out.note("Set " + PID + ":" + TARGET + " to " + provider
                    + ", or remove that key, before the next start: it is " + configured + ".");
        }
    }
}
