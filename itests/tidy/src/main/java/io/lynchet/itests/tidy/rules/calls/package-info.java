// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/** The rule about calls that are right in few places only. */
package io.lynchet.itests.tidy.rules.calls;
