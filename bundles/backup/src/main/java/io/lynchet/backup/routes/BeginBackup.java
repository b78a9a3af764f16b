// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.backup.routes;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.backup.BackupTask;
import io.lynchet.api.http.AnswerHeader;
import io.lynchet.api.http.HttpMethod;
import io.lynchet.api.http.Request;
import io.lynchet.api.http.Response;
import io.lynchet.api.http.Route;
import io.lynchet.api.http.RouteAnswers;
import io.lynchet.api.http.RouteInfo;
import io.lynchet.backup.task.TaskJson;
import io.lynchet.backup.task.TaskRunner;
import java.util.Optional;

/** The route that begins a backup at the configured location and responds at once with the task. */
public final class BeginBackup implements Route {
    static final String PATH = "/api/admin/backups";

    static final AnswerHeader LOCATION = AnswerHeader.always("Location", "Path of the task, for its progress.");
    static final RouteAnswers.Lead TASK = new RouteAnswers.Lead(GetTask.PATH, "/task");

    private static final RouteInfo INFO = RouteInfo.of(
                    HttpMethod.POST, PATH, "Begins a backup at the configured location.")
            .forAdmins()
            .tagged("backups")
            .failing(ErrorCode.UNSUPPORTED)
            .succeeding(202)
            .sending(LOCATION)
            .leadingTo(TASK)
            .schemas(null, TaskJson.SCHEMA);

    private final TaskRunner backups;
    private final ConfiguredLocation place;

    public BeginBackup(TaskRunner backups, ConfiguredLocation place) {
        this.backups = backups;
        this.place = place;
    }

    @Override
    public RouteInfo info() {
        return INFO;
    }

    @Override
    public Response handle(Request request) {
        return begun(backups.backup(place.require(), Optional.empty()));
    }

    static Response begun(BackupTask task) {
        return Response.json(202, TaskJson.write(task).toBytes()).with("Location", PATH + "/tasks/" + task.id());
    }
}
