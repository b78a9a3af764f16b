// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.shell.command.data;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.data.DataService;
import io.lynchet.api.data.Mutation;
import io.lynchet.api.principal.Principal;
import io.lynchet.api.row.WriteResult;
import io.lynchet.json.JsonWriter;
import io.lynchet.shell.cli.Arguments;
import io.lynchet.shell.cli.CallerOptions;
import io.lynchet.shell.cli.Output;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;

/** The write and its output, which the three writing commands share. */
final class RowWrite {
    private RowWrite() {}

    /** Writes, blocks until the write is durable, and prints the result. */
    static void write(DataService data, Mutation mutation, Arguments arguments, Output out)
            throws InterruptedException {
        Principal caller = CallerOptions.of(arguments, Principal.ADMIN);
        WriteResult written;
        try {
            written = data.write(caller, List.of(mutation), Optional.empty())
                    .toCompletableFuture()
                    .get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof LynchetException refused
                    ? refused
                    : new LynchetException(ErrorCode.INTERNAL, "The write failed.", e.getCause());
        }
        WriteResult.Item item = written.items().get(0);
        if (arguments.json()) {
            JsonWriter to = new JsonWriter().beginObject().name("entity").value(item.entity());
            to.name("id").value(item.id()).name("kind").value(item.kind().wireName());
            out.json(to.name("seq").value(item.seq()).endObject());
        } else if (item.seq() == 0) {
            out.line("unchanged " + item.entity() + " " + item.id());
        } else {
            String past = switch (item.kind()) {
                case INSERT -> "inserted";
                case UPDATE -> "updated";
                case DELETE -> "deleted";
            };
            out.line(past + " " + item.entity() + " " + item.id() + " (seq " + item.seq() + ")");
        }
    }
}
