// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth;

import io.lynchet.api.data.DataService;
import io.lynchet.api.health.Health;
import io.lynchet.api.health.HealthCheck;
import io.lynchet.api.lease.Gate;
import io.lynchet.auth.schema.AuthSchema;

/**
 * The health check of this bundle. It is down until the bundle's system entities are installed, so that a server that
 * says "ready" can sign users in.
 */
final class AuthHealth implements HealthCheck {
    private final Gate<DataService> data;

    AuthHealth(Gate<DataService> data) {
        this.data = data;
    }

    @Override
    public String name() {
        return "auth";
    }

    @Override
    public boolean needed() {
        return true;
    }

    @Override
    public Health check() {
        if (!data.isBound()) {
            return Health.down("The data service is missing.");
        }
        boolean installed = data.call(service -> service.app().schema().entityOrNull(AuthSchema.SESSIONS) != null);
        return installed
                ? Health.ok("Accounts and sessions are available.")
                : Health.down("The entities of accounts and sessions are not installed yet.");
    }
}
