// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.shell.command.auth;

import io.lynchet.api.auth.ApiKeys;
import io.lynchet.api.auth.ApiKeys.ApiKey;
import io.lynchet.json.JsonWriter;
import io.lynchet.shell.cli.Arguments;
import io.lynchet.shell.cli.Command;
import io.lynchet.shell.cli.CommandSyntax;
import io.lynchet.shell.cli.Output;
import io.lynchet.shell.cli.ShellServices;
import io.lynchet.shell.cli.TerminalText;
import io.lynchet.shell.cli.TextTable;
import java.util.TreeSet;

/** {@code keys}: lists a user's API keys. */
public final class KeysCommand implements Command {
    @Override
    public String name() {
        return "keys";
    }

    @Override
    public String summary() {
        return "Lists the API keys of a user";
    }

    @Override
    public CommandSyntax syntax() {
        return CommandSyntax.of(name(), "user").json();
    }

    @Override
    public String guide() {
        return """
                Newest first, with expired keys. The server keeps their first characters only.

                  users --email ada@example.org
                  keys 000000000000000018ea8ebb4bd6261500000000
                  key revoke <id>
                """;
    }

    @Override
    public void run(Arguments arguments, Output out, ShellServices services) {
        ApiKeys keys = services.need(ApiKeys.class, "feature \"auth\"");
        TextTable table = new TextTable()
                .whole("ID")
                .text("KEY")
                .text("NAME")
                .text("SCOPES")
                .text("SINCE")
                .text("UNTIL");
        for (ApiKey key : keys.of(arguments.operand(0))) {
            if (arguments.json()) {
                out.json(json(key));
            } else {
                table.row(
                        key.id(),
                        key.prefix() + "...",
                        TerminalText.safe(key.name()),
                        String.join(" ", new TreeSet<>(key.scopes())),
                        key.createdAt(),
                        key.expiresAt());
            }
        }
        if (!arguments.json()) {
            out.table(table);
        }
    }

    private static JsonWriter json(ApiKey key) {
        JsonWriter json = new JsonWriter()
                .beginObject()
                .name("id")
                .value(key.id())
                .name("userId")
                .value(key.userId())
                .name("prefix")
                .value(key.prefix())
                .name("name")
                .value(key.name())
                .name("scopes")
                .beginArray();
        new TreeSet<>(key.scopes()).forEach(json::value);
        json.endArray().name("createdAt").value(key.createdAt()).name("expiresAt");
        return (key.expiresAt() == null ? json.nullValue() : json.value(key.expiresAt())).endObject();
    }
}
