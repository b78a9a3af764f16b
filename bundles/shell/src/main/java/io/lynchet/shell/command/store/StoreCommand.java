// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.shell.command.store;

import io.lynchet.api.data.DataControl;
import io.lynchet.api.data.DataStatus;
import io.lynchet.json.JsonWriter;
import io.lynchet.shell.cli.Arguments;
import io.lynchet.shell.cli.Command;
import io.lynchet.shell.cli.Output;
import io.lynchet.shell.cli.Services;
import io.lynchet.shell.cli.Syntax;
import io.lynchet.shell.cli.Table;
import io.lynchet.shell.cli.UsageException;
import java.util.List;

/** {@code store}: where the rows are, and where they are to be. */
public final class StoreCommand implements Command {
    @Override
    public String name() {
        return "store";
    }

    @Override
    public String summary() {
        return "The store that serves; has another one serve";
    }

    @Override
    public Syntax syntax() {
        return Syntax.of(name(), "[use|move]", "[store]", "[to]").json();
    }

    @Override
    public String guide() {
        return """
                Without more it shows the store that serves, and others that are there. The
                epoch grows with each restore. Changes from "oldest seq" to "head seq" can be
                read with "changes".

                  store move sqlite postgres

                copies everything while the app goes on, follows the log, compares, and
                switches; callers wait for a moment, and every cursor keeps its meaning. The
                store before stays as it was, and moving back goes on from there while the log
                reaches that far. Ctrl-C, or whatever goes wrong, leaves the old one in charge.

                  store use postgres

                switches to what another store has, without copying. When that is not the same
                data, clients start over. Which one is in charge holds for the next start, too.
                """;
    }

    @Override
    public void run(Arguments arguments, Output out, Services services) throws InterruptedException {
        List<String> words = arguments.operands();
        String action = words.isEmpty() ? "" : words.get(0);
        if (action.isEmpty()) {
            show(arguments, out, services.need(DataControl.class, "data service"));
        } else if (action.equals("use") && words.size() == 2) {
            new SwitchStore(services, out, arguments.json()).use(words.get(1));
        } else if (action.equals("move") && words.size() == 3) {
            new SwitchStore(services, out, arguments.json()).move(words.get(1), words.get(2));
        } else {
            throw new UsageException("store takes nothing, or: use <store>, or: move <store> <to>" + known(services));
        }
    }

    /** The names that could have been meant, for the end of a sentence. */
    private static String known(Services services) {
        List<String> names = services.find(DataControl.class).map(DataControl::stores).orElse(List.of()).stream()
                .map(DataStatus::provider)
                .sorted()
                .toList();
        return names.isEmpty() ? "" : "; the stores there are: " + String.join(", ", names);
    }

    private static void show(Arguments arguments, Output out, DataControl control) {
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
        Table table = new Table().whole("STORE").text(status.provider());
        table.row("id", status.storeId()).row("epoch", status.epoch());
        table.row("head seq", status.headSeq()).row("oldest seq", status.oldestSeq());
        status.details().forEach(table::row);
        out.table(table);
        if (!others.isEmpty()) {
            Table more = new Table().whole("OTHERS").whole("ID").number("EPOCH").number("HEAD SEQ");
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
