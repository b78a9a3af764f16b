// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.backup.routes;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.http.HttpMethod;
import io.lynchet.api.http.Request;
import io.lynchet.api.http.Response;
import io.lynchet.api.http.Route;
import io.lynchet.api.http.RouteInfo;
import io.lynchet.backup.task.TaskJson;
import io.lynchet.backup.task.TaskRunner;
import io.lynchet.json.BodyObject;
import io.lynchet.json.JsonTree;
import io.lynchet.json.row.SchemaText;
import java.util.Optional;
import java.util.Set;

/** The route that begins the verification of a backup at the configured location and responds at once with the task. */
public final class BeginVerification implements Route {
    private static final String BACKUP = "backup";
    private static final RouteInfo INFO = RouteInfo.of(
                    HttpMethod.POST, BeginBackup.PATH + "/verify", "Begins to verify a backup, by default the newest.")
            .forAdmins()
            .tagged("backups")
            .failing(ErrorCode.UNSUPPORTED)
            .succeeding(202)
            .sending(BeginBackup.LOCATION)
            .leadingTo(BeginBackup.TASK)
            .schemas(SchemaText.object("", BACKUP, "{\"type\":\"string\",\"minLength\":1}"), TaskJson.SCHEMA);

    private final TaskRunner backups;
    private final ConfiguredLocation place;

    public BeginVerification(TaskRunner backups, ConfiguredLocation place) {
        this.backups = backups;
        this.place = place;
    }

    @Override
    public RouteInfo info() {
        return INFO;
    }

    @Override
    public Response handle(Request request) {
        BodyObject body = new BodyObject(JsonTree.read(request.body()), Set.of(BACKUP));
        Optional<String> name = Optional.ofNullable(body.optionalText(BACKUP));
        if (name.filter(String::isEmpty).isPresent()) {
            body.problem(body.get(BACKUP), "\"" + BACKUP + "\" names a backup; leave it out for the newest.");
        }
        body.throwIfAny();
        return BeginBackup.begun(backups.verify(place.require(), name));
    }
}
