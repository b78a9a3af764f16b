// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.live;

import io.lynchet.api.data.ChangeFeed;
import io.lynchet.api.data.DataService;
import io.lynchet.api.data.ReadScopes;
import io.lynchet.api.lease.Gate;

/** The services that live queries need; they come and go. */
record Parts(Gate<DataService> data, Gate<ReadScopes> scopes, Gate<ChangeFeed> feed) {
    Parts() {
        this(new Gate<>("data service"), new Gate<>("read scopes"), new Gate<>("change feed"));
    }
}
