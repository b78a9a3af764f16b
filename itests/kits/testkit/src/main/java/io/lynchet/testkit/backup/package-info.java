// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/** The contract that every backup target must hold. */
package io.lynchet.testkit.backup;
