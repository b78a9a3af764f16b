// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.shell.command.data;

import io.lynchet.api.row.Change;
import io.lynchet.api.row.Row;
import io.lynchet.json.JsonWriter;
import io.lynchet.shell.cli.Output;
import io.lynchet.shell.cli.RowCells;
import io.lynchet.shell.cli.TerminalText;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * The printer of changes: as JSON; on a terminal as two lines, so that the id stays whole; otherwise as one line. A seq
 * with a plus sign says that its commit continues with the next change.
 */
final class ChangePrinter {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("yyyy-MM-dd").withZone(ZoneOffset.UTC);
    private static final String INDENT = "    ";

    private final Output out;
    private final boolean json;
    private final Instant dayAgo = Instant.now().minus(Duration.ofDays(1));

    ChangePrinter(Output out, boolean json) {
        this.out = out;
        this.json = json;
    }

    void print(Change change) {
        if (json) {
            out.json(json(change));
            return;
        }
        String when = (change.at().isBefore(dayAgo) ? DATE : TIME).format(change.at());
        String head = change.seq() + (change.endsCommit() ? " " : "+ ") + when + " "
                + change.kind().wireName() + " " + TerminalText.safe(change.entity()) + " "
                + TerminalText.safe(change.id());
        String detail = detail(change);
        if (out.columns() == 0) {
            out.line(detail.isEmpty() ? head : head + " " + detail);
            return;
        }
        out.line(head);
        if (!detail.isEmpty()) {
            out.line(TerminalText.fit(INDENT + detail, out.columns()));
        }
    }

    private static String detail(Change change) {
        String text = "";
        if (change.after() != null && change.before() != null) {
            text = RowCells.difference(change.before(), change.after());
        } else if (change.after() != null) {
            text = new JsonWriter().row(change.after(), true).toString();
        }
        return TerminalText.safe(text);
    }

    private static JsonWriter json(Change change) {
        JsonWriter to = new JsonWriter().beginObject().name("seq").value(change.seq());
        to.name("at").value(change.at());
        to.name("kind").value(change.kind().wireName());
        to.name("entity").value(change.entity());
        to.name("id").value(change.id()).name("commit").value(change.commitSeq());
        row(to.name("before"), change.before());
        return row(to.name("after"), change.after()).endObject();
    }

    private static JsonWriter row(JsonWriter to, Row row) {
        return row == null ? to.nullValue() : to.row(row, true);
    }
}
