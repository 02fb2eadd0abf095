// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.media;

/// How taking in a file ended.
public sealed interface Addition {
    /// It is kept.
    record Added(Media media) implements Addition {}

    /// It is longer than a file may be.
    record TooLarge(long limit) implements Addition {}

    /// The tenant's files would be more than they may be.
    record OverQuota(long limit) implements Addition {}

    /// It is not what it has to be.
    ///
    /// @param found what it is
    record WrongType(String found) implements Addition {}

    /// It could not be had from its address.
    ///
    /// @param code why, stable
    /// @param status the status that was answered; 0 = none
    record NotFetched(String code, int status) implements Addition {}

    /// Nothing was in it.
    record Empty() implements Addition {}
}
