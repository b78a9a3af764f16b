// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.shell.command.data;

import io.lynchet.api.data.DataControl;
import io.lynchet.api.data.DataStatus;
import io.lynchet.json.JsonWriter;
import io.lynchet.shell.cli.Arguments;
import io.lynchet.shell.cli.Command;
import io.lynchet.shell.cli.Output;
import io.lynchet.shell.cli.Services;
import io.lynchet.shell.cli.Syntax;
import io.lynchet.shell.cli.Table;

/** {@code store}: where the rows are. */
public final class StoreCommand implements Command {
    @Override
    public String name() {
        return "store";
    }

    @Override
    public String summary() {
        return "The store that serves, its log and its figures";
    }

    @Override
    public Syntax syntax() {
        return Syntax.of(name()).json();
    }

    @Override
    public String guide() {
        return """
                The epoch grows with each restore. Changes from "oldest seq" to "head seq" can
                be read with "changes".
                """;
    }

    @Override
    public void run(Arguments arguments, Output out, Services services) {
        DataStatus status = services.need(DataControl.class, "data service").status();
        if (arguments.json()) {
            JsonWriter to = new JsonWriter().beginObject().name("provider").value(status.provider());
            to.name("storeId").value(status.storeId()).name("epoch").value(status.epoch());
            to.name("headSeq").value(status.headSeq()).name("oldestSeq").value(status.oldestSeq());
            to.name("details").beginObject();
            status.details().forEach((name, value) -> to.name(name).value(value));
            out.json(to.endObject().endObject());
            return;
        }
        Table table = new Table().whole("STORE").text(status.provider());
        table.row("id", status.storeId()).row("epoch", status.epoch());
        table.row("head seq", status.headSeq()).row("oldest seq", status.oldestSeq());
        status.details().forEach(table::row);
        out.table(table);
    }
}
