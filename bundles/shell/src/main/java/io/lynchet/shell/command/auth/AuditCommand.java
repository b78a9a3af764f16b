// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.shell.command.auth;

import io.lynchet.api.auth.Audit;
import io.lynchet.json.JsonWriter;
import io.lynchet.shell.cli.Arguments;
import io.lynchet.shell.cli.Command;
import io.lynchet.shell.cli.Output;
import io.lynchet.shell.cli.Screen;
import io.lynchet.shell.cli.Services;
import io.lynchet.shell.cli.Syntax;
import io.lynchet.shell.cli.Table;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** {@code audit}: what happened to accounts and credentials. */
public final class AuditCommand implements Command {
    private static final int LIMIT = 20;
    private static final int LIMIT_MAX = 1_000;

    @Override
    public String name() {
        return "audit";
    }

    @Override
    public String summary() {
        return "What happened to accounts and credentials";
    }

    @Override
    public Syntax syntax() {
        return Syntax.of(name())
                .option("--user", "id", "only what concerns this user")
                .option("--limit", "n", "the newest so many, " + LIMIT + " unless told")
                .json();
    }

    @Override
    public String guide() {
        return """
                The newest entries, the last one below. Times are in UTC. To be told of what
                comes, follow the log: changes -f --entity _auth_audit

                  audit --limit 50
                  audit --user u1 --json
                """;
    }

    @Override
    public void run(Arguments arguments, Output out, Services services) {
        Audit audit = services.need(Audit.class, "feature \"auth\"");
        int limit = (int) arguments.number("--limit", 1, LIMIT_MAX).orElse(LIMIT);
        List<Audit.Entry> entries =
                new ArrayList<>(audit.entries(arguments.value("--user").orElse(null), null, limit));
        Collections.reverse(entries);
        Table table = new Table()
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
                String detail = entry.detail() == null ? null : Screen.safe(entry.detail());
                table.row(entry.at(), entry.event(), entry.userId(), entry.actor(), entry.address(), detail);
            }
        }
        if (!arguments.json()) {
            out.table(table);
        }
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
