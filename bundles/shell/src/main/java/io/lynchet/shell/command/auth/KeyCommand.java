// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.shell.command.auth;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.auth.ApiKeys;
import io.lynchet.api.auth.Audit;
import io.lynchet.json.JsonWriter;
import io.lynchet.shell.cli.Arguments;
import io.lynchet.shell.cli.Command;
import io.lynchet.shell.cli.CommandSyntax;
import io.lynchet.shell.cli.Output;
import io.lynchet.shell.cli.ShellServices;

/** {@code key revoke}: ends an API key. */
public final class KeyCommand implements Command {
    @Override
    public String name() {
        return "key";
    }

    @Override
    public String summary() {
        return "Revokes an API key: key revoke <id>";
    }

    @Override
    public CommandSyntax syntax() {
        return CommandSyntax.of("key revoke", "id").json();
    }

    @Override
    public String guide() {
        return """
                "keys <user>" shows the id. The key is invalid from then on.
                """;
    }

    @Override
    public void run(Arguments arguments, Output out, ShellServices services) {
        ApiKeys keys = services.need(ApiKeys.class, "feature \"auth\"");
        Audit audit = services.need(Audit.class, "feature \"auth\"");
        String id = arguments.operand(0);
        if (!keys.revoke(id)) {
            throw new LynchetException(ErrorCode.NOT_FOUND, "There is no key " + id + "; \"keys <user>\" lists them.");
        }
        audit.recordOperator("key_revoked", null, id);
        if (arguments.json()) {
            out.json(new JsonWriter().beginObject().name("revoked").value(id).endObject());
        } else {
            out.line("Ended.");
        }
    }
}
