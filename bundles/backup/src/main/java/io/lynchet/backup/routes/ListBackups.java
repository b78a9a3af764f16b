// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.backup.routes;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.backup.BackupSummary;
import io.lynchet.api.http.HttpMethod;
import io.lynchet.api.http.Request;
import io.lynchet.api.http.Response;
import io.lynchet.api.http.Route;
import io.lynchet.api.http.RouteAnswers;
import io.lynchet.api.http.RouteInfo;
import io.lynchet.backup.task.TaskJson;
import io.lynchet.backup.task.TaskRunner;
import io.lynchet.json.JsonWriter;
import io.lynchet.json.row.SchemaText;

/** The route that lists the backups at the configured location and the tasks of this process. */
public final class ListBackups implements Route {
    private static final String NUMBER = "{\"type\":\"integer\"}";
    private static final String TEXT = "{\"type\":\"string\"}";
    private static final String VERIFIED = "{\"anyOf\":["
            + SchemaText.object("at,good", "at", TEXT, "good", "{\"type\":\"boolean\"}") + ",{\"type\":\"null\"}]}";
    private static final String BACKUP = SchemaText.object(
            "backup,at,epoch,seq,archivedTo,rows,bytes,verified",
            "backup",
            TEXT,
            "at",
            TEXT,
            "epoch",
            NUMBER,
            "seq",
            NUMBER,
            "archivedTo",
            NUMBER,
            "rows",
            NUMBER,
            "bytes",
            NUMBER,
            "verified",
            VERIFIED);
    private static final String SCHEMA = SchemaText.object(
            "location,backups,tasks",
            "location",
            TEXT,
            "backups",
            "{\"type\":\"array\",\"items\":" + BACKUP + "}",
            "tasks",
            SchemaText.array(TaskJson.SCHEMA, TaskRunner.REMEMBERED));
    private static final RouteInfo INFO = RouteInfo.of(
                    HttpMethod.GET,
                    BeginBackup.PATH,
                    "Lists the backups at the configured location and the last tasks.")
            .forAdmins()
            .tagged("backups")
            .leadingTo(new RouteAnswers.Lead(GetTask.PATH, "/tasks/0/task"))
            .failing(ErrorCode.UNSUPPORTED)
            .schemas(null, SCHEMA);

    private final TaskRunner backups;
    private final ConfiguredLocation place;

    public ListBackups(TaskRunner backups, ConfiguredLocation place) {
        this.backups = backups;
        this.place = place;
    }

    @Override
    public RouteInfo info() {
        return INFO;
    }

    @Override
    public Response handle(Request request) {
        String location = place.require();
        JsonWriter to = new JsonWriter(1_024).beginObject().name("location").value(location);
        to.name("backups").beginArray();
        for (BackupSummary one : backups.list(location)) {
            to.beginObject().name("backup").value(one.name()).name("at").value(one.at());
            to.name("epoch").value(one.epoch()).name("seq").value(one.seq());
            to.name("archivedTo").value(one.archivedTo()).name("rows").value(one.rows());
            to.name("bytes").value(one.bytes()).name("verified");
            if (one.verified().isPresent()) {
                to.beginObject().name("at").value(one.verified().get().at());
                to.name("good").value(one.verified().get().good()).endObject();
            } else {
                to.nullValue();
            }
            to.endObject();
        }
        to.endArray().name("tasks").beginArray();
        backups.tasks().forEach(task -> to.bytes(TaskJson.write(task).toBytes()));
        return Response.json(200, to.endArray().endObject().toBytes());
    }
}
