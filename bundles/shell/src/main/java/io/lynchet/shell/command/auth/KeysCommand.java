// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.shell.command.auth;

import io.lynchet.api.auth.ApiKeys;
import io.lynchet.api.auth.ApiKeys.ApiKey;
import io.lynchet.json.JsonWriter;
import io.lynchet.shell.cli.Arguments;
import io.lynchet.shell.cli.Command;
import io.lynchet.shell.cli.Output;
import io.lynchet.shell.cli.Screen;
import io.lynchet.shell.cli.Services;
import io.lynchet.shell.cli.Syntax;
import io.lynchet.shell.cli.Table;
import java.util.TreeSet;

/** {@code keys}: the API keys of somebody. */
public final class KeysCommand implements Command {
    @Override
    public String name() {
        return "keys";
    }

    @Override
    public String summary() {
        return "The API keys of a user";
    }

    @Override
    public Syntax syntax() {
        return Syntax.of(name(), "user").json();
    }

    @Override
    public String guide() {
        return """
                Newest first, expired ones too. Of a key only the first characters are kept.

                  users --email ada@example.org
                  keys 000000000000000018ea8ebb4bd6261500000000
                  key revoke <id>
                """;
    }

    @Override
    public void run(Arguments arguments, Output out, Services services) {
        ApiKeys keys = services.need(ApiKeys.class, "feature \"auth\"");
        Table table = new Table()
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
                        Screen.safe(key.name()),
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
