// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.backup.routes;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.backup.BackupTask;
import io.lynchet.api.http.HttpMethod;
import io.lynchet.api.http.Request;
import io.lynchet.api.http.Response;
import io.lynchet.api.http.Route;
import io.lynchet.api.http.RouteInfo;
import io.lynchet.backup.task.TaskJson;
import io.lynchet.backup.task.TaskRunner;

/** The route that responds with the progress or the outcome of a task. */
public final class GetTask implements Route {
    static final String PATH = BeginBackup.PATH + "/tasks/{task}";

    private static final RouteInfo INFO = RouteInfo.of(
                    HttpMethod.GET, PATH, "Returns the progress of a task, or its outcome.")
            .forAdmins()
            .tagged("backups")
            .schemas(null, TaskJson.SCHEMA);

    private final TaskRunner backups;

    public GetTask(TaskRunner backups) {
        this.backups = backups;
    }

    @Override
    public RouteInfo info() {
        return INFO;
    }

    @Override
    public Response handle(Request request) {
        return Response.json(200, TaskJson.write(task(backups, request)).toBytes());
    }

    static BackupTask task(TaskRunner backups, Request request) {
        String id = request.pathParameter("task");
        return backups.tasks().stream()
                .filter(task -> Long.toString(task.id()).equals(id))
                .findFirst()
                .orElseThrow(() -> new LynchetException(ErrorCode.NOT_FOUND, "There is no task " + id + "."));
    }
}
