// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.testkit.data;

import io.lynchet.api.auth.Principal;
import io.lynchet.api.data.DataService;
import io.lynchet.api.data.Mutation;
import java.util.List;

/** What random tests of rights and results need: an app, who looks at it, and what happens in it. For one thread. */
public interface Scenario {
    String manifest();

    /** Entities that clients may ask for. */
    List<String> entities();

    /** Somebody who looks. */
    Principal principal();

    /** What an admin does next. It is taken for granted that it is done, in the order of the calls. */
    Mutation mutation(DataService data);
}
