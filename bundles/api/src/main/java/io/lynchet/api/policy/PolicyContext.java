// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.policy;

import io.lynchet.api.principal.Principal;
import java.time.Instant;

/**
 * The inputs of an expression besides rows. {@code now} is fixed once for each request, so that all rows of a response
 * agree.
 */
public record PolicyContext(Principal principal, Instant now) {}
