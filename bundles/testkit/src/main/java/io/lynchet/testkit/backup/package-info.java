// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/** What every backup target has to do. */
package io.lynchet.testkit.backup;
