// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.live.engine;

import io.lynchet.api.data.ChangeFeed;
import io.lynchet.api.data.DataService;
import io.lynchet.api.data.ReadScopes;
import io.lynchet.api.lease.Gate;

/** The services that live queries need; they come and go. */
public record LiveServices(Gate<DataService> data, Gate<ReadScopes> scopes, Gate<ChangeFeed> feed) {
    public LiveServices() {
        this(new Gate<>("data service"), new Gate<>("read scopes"), new Gate<>("change feed"));
    }
}
