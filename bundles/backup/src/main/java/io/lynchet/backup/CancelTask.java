// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.backup;

import io.lynchet.api.http.HttpMethod;
import io.lynchet.api.http.Request;
import io.lynchet.api.http.Response;
import io.lynchet.api.http.Route;
import io.lynchet.api.http.RouteInfo;

/** Asks a task to end; the answer is how far it was. One that has ended stays as it is. */
final class CancelTask implements Route {
    private static final RouteInfo INFO = RouteInfo.of(HttpMethod.DELETE, GetTask.PATH, "Asks a task to end.")
            .forAdmins()
            .tagged("backups")
            .succeeding(202)
            .schemas(null, TaskJson.SCHEMA);

    private final BackupService backups;

    CancelTask(BackupService backups) {
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
