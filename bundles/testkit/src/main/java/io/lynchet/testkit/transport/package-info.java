// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/** What every transport has to do, as abstract tests. */
package io.lynchet.testkit.transport;
