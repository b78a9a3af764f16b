// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.backup;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.http.HttpMethod;
import io.lynchet.api.http.Request;
import io.lynchet.api.http.Response;
import io.lynchet.api.http.Route;
import io.lynchet.api.http.RouteInfo;
import io.lynchet.json.BodyObject;
import io.lynchet.json.JsonTree;
import io.lynchet.json.SchemaText;
import java.util.Optional;
import java.util.Set;

/** Begins to try a backup at the configured place, and answers at once with the task. */
final class BeginVerification implements Route {
    private static final String BACKUP = "backup";
    private static final RouteInfo INFO = RouteInfo.of(
                    HttpMethod.POST, BeginBackup.PATH + "/verify", "Begins to try a backup, the newest unless named.")
            .forAdmins()
            .tagged("backups")
            .failing(ErrorCode.UNSUPPORTED)
            .succeeding(202)
            .sending(BeginBackup.LOCATION)
            .leadingTo(BeginBackup.TASK)
            .schemas(SchemaText.object("", BACKUP, "{\"type\":\"string\",\"minLength\":1}"), TaskJson.SCHEMA);

    private final BackupService backups;
    private final ConfiguredPlace place;

    BeginVerification(BackupService backups, ConfiguredPlace place) {
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
