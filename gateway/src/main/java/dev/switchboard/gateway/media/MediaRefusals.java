// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.media;

import dev.switchboard.gateway.problem.Problem;
import dev.switchboard.gateway.problem.ProblemKind;
import dev.switchboard.gateway.problem.Refusal;

/// What callers are told when a file cannot be taken in or given out.
public final class MediaRefusals {
    private MediaRefusals() {}

    /// The file that was taken in.
    ///
    /// @throws Refusal if none was
    public static Media added(Addition addition) {
        return switch (addition) {
            case Addition.Added(Media media) -> media;
            case Addition.TooLarge(long limit) ->
                throw Problem.of(ProblemKind.PAYLOAD_TOO_LARGE, "The file is over the limit.")
                        .withAccepted("at most " + limit + " bytes")
                        .refusal();
            case Addition.OverQuota(long limit) ->
                throw Problem.of(ProblemKind.QUOTA_EXCEEDED, "The tenant's files would be over their limit.")
                        .withAdvice("Delete files that are not needed; together they may have " + limit + " bytes.")
                        .refusal();
            case Addition.WrongType(String found) ->
                throw Problem.of(ProblemKind.MEDIA_TYPE_REFUSED, "The file is " + found + ", which cannot be sent so.")
                        .withAdvice("Send it as a document, or another file.")
                        .refusal();
            case Addition.NotFetched(String code, int status) ->
                throw Problem.of(
                                ProblemKind.MEDIA_NOT_FETCHED,
                                "The file could not be had from its address: " + code
                                        + (status == 0 ? "" : " " + status) + ".")
                        .withAccepted("a public http or https address that answers 200 with a file")
                        .refusal();
            case Addition.Empty _ ->
                throw Problem.of(ProblemKind.INVALID_REQUEST, "The file is empty.")
                        .refusal();
        };
    }

    /// The file with its bytes.
    ///
    /// @throws Refusal if they could not be had
    static Media here(MediaFetcher.Fetch fetch) {
        return switch (fetch) {
            case MediaFetcher.Fetch.Here(Media media) -> media;
            case MediaFetcher.Fetch.NotConnected _ ->
                throw Problem.of(ProblemKind.NOT_CONNECTED, "The file is still at the network, and the session is not.")
                        .withAdvice("Connect the session and ask again.")
                        .refusal();
            case MediaFetcher.Fetch.Failed(String code) ->
                throw Problem.of(ProblemKind.MEDIA_UNAVAILABLE, "The network does not give the file: " + code + ".")
                        .withAdvice("The phone may have it still: ask again when the phone is online.")
                        .refusal();
        };
    }

    static Refusal unknown() {
        return Problem.of(ProblemKind.MEDIA_NOT_FOUND, "The session has no file with this id.")
                .refusal();
    }
}
