// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.live;

import io.lynchet.api.query.Filter;
import java.util.ArrayList;
import java.util.List;

/** Looks into conditions. */
final class Conditions {
    private Conditions() {}

    /** All searches for other rows, those inside of others too. */
    static List<Filter.Exists> existsIn(Filter filter) {
        List<Filter.Exists> found = new ArrayList<>(0);
        gather(filter, found);
        return found;
    }

    private static void gather(Filter filter, List<Filter.Exists> found) {
        if (filter instanceof Filter.All all) {
            all.parts().forEach(part -> gather(part, found));
        } else if (filter instanceof Filter.Any any) {
            any.parts().forEach(part -> gather(part, found));
        } else if (filter instanceof Filter.Not not) {
            gather(not.part(), found);
        } else if (filter instanceof Filter.Exists exists) {
            found.add(exists);
            gather(exists.filter(), found);
        }
    }
}
