// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.itests.tidy;

import java.util.List;

/** A house rule that a program can check. Its messages say what to do instead, not only what is wrong. */
public interface Rule {

    /** A short name with dashes, as the list of exceptions and the test report use it. */
    String name();

    /** Every place in the tree where the rule is broken; empty when it is kept. */
    List<Breach> check(RepoTree tree);
}
