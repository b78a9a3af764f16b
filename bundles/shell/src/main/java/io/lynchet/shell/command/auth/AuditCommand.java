// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.shell.command.auth;

import io.lynchet.api.auth.Audit;
import io.lynchet.api.data.ChangeFeed;
import io.lynchet.api.row.Row;
import io.lynchet.json.JsonWriter;
import io.lynchet.shell.cli.Arguments;
import io.lynchet.shell.cli.Command;
import io.lynchet.shell.cli.CommandSyntax;
import io.lynchet.shell.cli.Output;
import io.lynchet.shell.cli.ShellServices;
import io.lynchet.shell.cli.TerminalText;
import io.lynchet.shell.cli.TextTable;
import io.lynchet.shell.command.data.LogTail;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.StringJoiner;
import java.util.stream.Stream;

/** {@code audit}: shows the audit log of accounts and credentials. */
public final class AuditCommand implements Command {
    private static final String ENTITY = "_auth_audit";
    private static final int LIMIT = 20;
    private static final int LIMIT_MAX = 1_000;

    @Override
    public String name() {
        return "audit";
    }

    @Override
    public String summary() {
        return "Shows the audit log of accounts and credentials";
    }

    @Override
    public CommandSyntax syntax() {
        return CommandSyntax.of(name())
                .flag("-f", "follow new entries until Ctrl-C")
                .option("--user", "id", "only entries about this user")
                .option("--limit", "n", "the newest n entries, " + LIMIT + " by default")
                .json();
    }

    @Override
    public String guide() {
        return """
                The newest entries, the last one below. Times are in UTC.

                  audit -f
                  audit --limit 50
                  audit --user u1 --json
                """;
    }

    @Override
    public void run(Arguments arguments, Output out, ShellServices services) throws InterruptedException {
        Audit audit = services.need(Audit.class, "feature \"auth\"");
        ChangeFeed feed = arguments.has("-f") ? services.need(ChangeFeed.class, "change feed") : null;
        // Before the entries are read: entries that come meanwhile are shown twice rather than not at all.
        long head = feed == null ? 0 : feed.head();
        int limit = (int) arguments.number("--limit", 1, LIMIT_MAX).orElse(LIMIT);
        List<Audit.Entry> entries =
                new ArrayList<>(audit.entries(arguments.value("--user").orElse(null), null, limit));
        Collections.reverse(entries);
        TextTable table = new TextTable()
                .text("AT")
                .whole("EVENT")
                .text("USER")
                .text("BY")
                .text("ADDRESS")
                .text("DETAIL");
        for (Audit.Entry entry : entries) {
            if (arguments.json()) {
                out.json(json(entry));
            } else {
                String detail = entry.detail() == null ? null : TerminalText.safe(entry.detail());
                table.row(entry.at(), entry.event(), entry.userId(), entry.actor(), entry.address(), detail);
            }
        }
        if (!arguments.json()) {
            out.table(table);
        }
        if (feed != null) {
            follow(feed, head, arguments, out, services);
        }
    }

    private static void follow(ChangeFeed feed, long head, Arguments arguments, Output out, ShellServices services)
            throws InterruptedException {
        String user = arguments.value("--user").orElse(null);
        new LogTail(feed, services, out, "changes -f --entity " + ENTITY).follow(head, change -> {
            Row row = change.after();
            if (change.entity().equals(ENTITY) && row != null && (user == null || user.equals(row.get("userId")))) {
                print(entry(row), arguments.json(), out);
            }
        });
    }

    private static Audit.Entry entry(Row row) {
        return new Audit.Entry(
                row.id(),
                (Instant) row.get("at"),
                (String) row.get("event"),
                (String) row.get("userId"),
                (String) row.get("actor"),
                (String) row.get("address"),
                (String) row.get("detail"));
    }

    private static void print(Audit.Entry entry, boolean json, Output out) {
        if (json) {
            out.json(json(entry));
            return;
        }
        StringJoiner line = new StringJoiner("  ");
        Stream.of(entry.at(), entry.event(), entry.userId(), entry.actor(), entry.address(), entry.detail())
                .map(part -> part == null ? "-" : TerminalText.safe(part.toString()))
                .forEach(line::add);
        out.line(line.toString());
    }

    private static JsonWriter json(Audit.Entry entry) {
        return new JsonWriter()
                .beginObject()
                .name("at")
                .value(entry.at())
                .name("event")
                .value(entry.event())
                .name("userId")
                .value(entry.userId())
                .name("actor")
                .value(entry.actor())
                .name("address")
                .value(entry.address())
                .name("detail")
                .value(entry.detail())
                .endObject();
    }
}
