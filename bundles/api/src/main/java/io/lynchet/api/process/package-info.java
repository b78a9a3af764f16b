// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/** What operators change of the running process: configuration, features, the log. */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("0.1.0")
package io.lynchet.api.process;
