// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.testkit.data;

import io.lynchet.api.data.DataService;
import io.lynchet.api.data.Mutation;
import io.lynchet.api.principal.Principal;
import java.util.List;

/** The scenario of random tests of rights and results: an app, its readers, and its changes. Confined to one thread. */
public interface RightsScenario {
    String manifest();

    /** Returns the entities that clients may ask for. */
    List<String> entities();

    /** Returns a reader. */
    Principal principal();

    /** Returns an admin's next change. The caller must apply it, in the order of the calls. */
    Mutation mutation(DataService data);
}
