// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.backup.routes;

import io.lynchet.api.http.HttpMethod;
import io.lynchet.api.http.Request;
import io.lynchet.api.http.Response;
import io.lynchet.api.http.Route;
import io.lynchet.api.http.RouteInfo;
import io.lynchet.backup.task.TaskJson;
import io.lynchet.backup.task.TaskRunner;

/** The route that asks a task to end and responds with its progress. A task that has ended stays as it is. */
public final class CancelTask implements Route {
    private static final RouteInfo INFO = RouteInfo.of(HttpMethod.DELETE, GetTask.PATH, "Cancels a task.")
            .forAdmins()
            .tagged("backups")
            .succeeding(202)
            .schemas(null, TaskJson.SCHEMA);

    private final TaskRunner backups;

    public CancelTask(TaskRunner backups) {
        this.backups = backups;
    }

    @Override
    public RouteInfo info() {
        return INFO;
    }

    @Override
    public Response handle(Request request) {
        var task = GetTask.task(backups, request);
        task.cancel();
        return Response.json(202, TaskJson.write(task).toBytes());
    }
}
