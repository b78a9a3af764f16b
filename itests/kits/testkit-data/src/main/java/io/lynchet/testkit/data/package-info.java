// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/** The data service with everything behind it, for unit tests of the code in front of it. */
package io.lynchet.testkit.data;
