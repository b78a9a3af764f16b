// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.backup;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.backup.BackupTask;
import io.lynchet.api.http.AnswerHeader;
import io.lynchet.api.http.Answers;
import io.lynchet.api.http.HttpMethod;
import io.lynchet.api.http.Request;
import io.lynchet.api.http.Response;
import io.lynchet.api.http.Route;
import io.lynchet.api.http.RouteInfo;
import java.util.Optional;

/** Begins a backup at the configured place, and answers at once with the task. */
final class BeginBackup implements Route {
    static final String PATH = "/api/admin/backups";

    static final AnswerHeader LOCATION = AnswerHeader.always("Location", "Where the task tells how far it is.");
    static final Answers.Lead TASK = new Answers.Lead(GetTask.PATH, "/task");

    private static final RouteInfo INFO = RouteInfo.of(
                    HttpMethod.POST, PATH, "Begins a backup at the configured place.")
            .forAdmins()
            .tagged("backups")
            .failing(ErrorCode.UNSUPPORTED)
            .succeeding(202)
            .sending(LOCATION)
            .leadingTo(TASK)
            .schemas(null, TaskJson.SCHEMA);

    private final BackupService backups;
    private final ConfiguredPlace place;

    BeginBackup(BackupService backups, ConfiguredPlace place) {
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
