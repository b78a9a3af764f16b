// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.backup.task;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.backup.BackupProgress;
import io.lynchet.api.backup.BackupReport;
import io.lynchet.api.backup.BackupTask;
import io.lynchet.json.JsonWriter;
import io.lynchet.json.row.SchemaText;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** The JSON of a task in the API. */
public final class TaskJson {
    private static final String NUMBER = "{\"type\":\"integer\"}";
    private static final String TEXT = "{\"type\":\"string\"}";
    public static final String SCHEMA = SchemaText.object(
            "task,kind,location,began,state",
            "task",
            NUMBER,
            "kind",
            choice("backup", "verify", "restore", "move"),
            "location",
            TEXT,
            "began",
            TEXT,
            "state",
            choice("running", "done", "failed"),
            "step",
            TEXT,
            "done",
            NUMBER,
            "total",
            NUMBER,
            "backup",
            TEXT,
            "epoch",
            NUMBER,
            "seq",
            NUMBER,
            "rows",
            NUMBER,
            "bytes",
            NUMBER,
            "problems",
            "{\"type\":\"array\",\"items\":" + TEXT + "}",
            "error",
            SchemaText.object("code,message", "code", TEXT, "message", TEXT));

    private static String choice(String... values) {
        return "{\"type\":\"string\",\"enum\":[\"" + String.join("\",\"", values) + "\"]}";
    }

    private TaskJson() {}

    public static JsonWriter write(BackupTask task) {
        JsonWriter to = new JsonWriter(256).beginObject().name("task").value(task.id());
        to.name("kind").value(task.kind().wireName()).name("location").value(task.location());
        to.name("began").value(task.began());
        CompletableFuture<BackupReport> end = task.report().toCompletableFuture();
        if (!end.isDone()) {
            return running(to.name("state").value("running"), task.progress()).endObject();
        }
        try {
            return report(to.name("state").value("done"), end.join()).endObject();
        } catch (CompletionException e) {
            return failure(to.name("state").value("failed"), e.getCause()).endObject();
        }
    }

    private static JsonWriter running(JsonWriter to, BackupProgress at) {
        return to.name("step")
                .value(at.step())
                .name("done")
                .value(at.done())
                .name("total")
                .value(at.total());
    }

    private static JsonWriter report(JsonWriter to, BackupReport report) {
        to.name("backup").value(report.backup()).name("epoch").value(report.epoch());
        to.name("seq").value(report.seq()).name("rows").value(report.rows());
        to.name("bytes").value(report.bytes()).name("problems").value((Object) report.problems());
        report.restoredTo().ifPresent(seq -> to.name("restoredTo").value(seq));
        return to;
    }

    private static JsonWriter failure(JsonWriter to, Throwable cause) {
        ErrorCode code = cause instanceof LynchetException known ? known.code() : ErrorCode.INTERNAL;
        to.name("error").beginObject().name("code").value(code.name());
        return to.name("message").value(String.valueOf(cause.getMessage())).endObject();
    }
}
