// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.policy;

import io.lynchet.api.auth.Principal;
import java.time.Instant;

/** What an expression sees besides rows. {@code now} is fixed once per request, so that all rows of an answer agree. */
public record PolicyContext(Principal principal, Instant now) {}
