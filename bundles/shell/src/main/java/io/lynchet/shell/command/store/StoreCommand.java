// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.shell.command.store;

import io.lynchet.api.data.DataAdmin;
import io.lynchet.api.data.DataStatus;
import io.lynchet.json.JsonWriter;
import io.lynchet.shell.cli.Arguments;
import io.lynchet.shell.cli.Command;
import io.lynchet.shell.cli.CommandSyntax;
import io.lynchet.shell.cli.CommandUsageException;
import io.lynchet.shell.cli.Output;
import io.lynchet.shell.cli.ShellServices;
import io.lynchet.shell.cli.TextTable;
import java.util.List;

/** {@code store}: shows the store that serves, and moves the rows to another. */
public final class StoreCommand implements Command {
    @Override
    public String name() {
        return "store";
    }

    @Override
    public String summary() {
        return "Shows the store that serves, or makes another one serve";
    }

    @Override
    public CommandSyntax syntax() {
        return CommandSyntax.of(name(), "[use|move]", "[store]", "[to]").json();
    }

    @Override
    public String guide() {
        return """
                Without arguments: shows the store that serves, and the other stores. The
                epoch grows with each restore. Changes from "oldest seq" to "head seq" can be
                read with "changes".

                  store move sqlite postgres

                copies everything while the app runs, follows the log, compares, and
                switches; callers wait for a moment, and every cursor keeps its meaning. The
                previous store stays as it was; a move back continues from there while the log
                reaches that far. After Ctrl-C or an error the previous store still serves.

                  store use postgres

                switches to the data of another store, without copying. When that is not the
                same data, clients start over. The choice also holds for the next start.
                """;
    }

    @Override
    public void run(Arguments arguments, Output out, ShellServices services) throws InterruptedException {
        List<String> words = arguments.operands();
        String action = words.isEmpty() ? "" : words.get(0);
        if (action.isEmpty()) {
            show(arguments, out, services.need(DataAdmin.class, "data service"));
        } else if (action.equals("use") && words.size() == 2) {
            new SwitchStore(services, out, arguments.json()).use(words.get(1));
        } else if (action.equals("move") && words.size() == 3) {
            new SwitchStore(services, out, arguments.json()).move(words.get(1), words.get(2));
        } else {
            throw new CommandUsageException(
                    "store takes nothing, or: use <store>, or: move <store> <to>" + known(services));
        }
    }

    /** Returns the possible names, for the end of a sentence. */
    private static String known(ShellServices services) {
        List<String> names = services.find(DataAdmin.class).map(DataAdmin::stores).orElse(List.of()).stream()
                .map(DataStatus::provider)
                .sorted()
                .toList();
        return names.isEmpty() ? "" : "; the stores present are: " + String.join(", ", names);
    }

    private static void show(Arguments arguments, Output out, DataAdmin control) {
        DataStatus status = control.status();
        List<DataStatus> others = control.stores().stream()
                .filter(store -> !store.provider().equals(status.provider()))
                .toList();
        if (arguments.json()) {
            JsonWriter to = write(new JsonWriter(), status).name("others").beginArray();
            others.forEach(other -> write(to, other).endObject());
            out.json(to.endArray().endObject());
            return;
        }
        TextTable table = new TextTable().whole("STORE").text(status.provider());
        table.row("id", status.storeId()).row("epoch", status.epoch());
        table.row("head seq", status.headSeq()).row("oldest seq", status.oldestSeq());
        status.details().forEach(table::row);
        out.table(table);
        if (!others.isEmpty()) {
            TextTable more =
                    new TextTable().whole("OTHERS").whole("ID").number("EPOCH").number("HEAD SEQ");
            others.forEach(other -> more.row(other.provider(), other.storeId(), other.epoch(), other.headSeq()));
            out.line("");
            out.table(more);
        }
    }

    private static JsonWriter write(JsonWriter to, DataStatus status) {
        to.beginObject().name("provider").value(status.provider());
        to.name("storeId").value(status.storeId()).name("epoch").value(status.epoch());
        to.name("headSeq").value(status.headSeq()).name("oldestSeq").value(status.oldestSeq());
        to.name("details").beginObject();
        status.details().forEach((name, value) -> to.name(name).value(value));
        return to.endObject();
    }
}
