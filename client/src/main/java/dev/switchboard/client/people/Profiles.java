// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.people;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.switchboard.client.message.Answer;
import dev.switchboard.client.message.Done;
import dev.switchboard.client.person.About;
import dev.switchboard.client.person.BusinessProfile;
import dev.switchboard.client.person.PersonInfo;
import dev.switchboard.client.person.PictureAnswer;
import dev.switchboard.client.person.PictureSize;
import dev.switchboard.client.send.DeviceDirectory;
import dev.switchboard.client.work.Workbench;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.node.Node;
import dev.switchboard.wire.proto.VerifiedNameCertificate;
import dev.switchboard.wire.stanza.Presence;
import dev.switchboard.wire.stanza.ProfileStanzas;
import dev.switchboard.wire.stanza.UsyncAnswer;
import dev.switchboard.wire.stanza.UsyncRequest;
import dev.switchboard.wire.stanza.UsyncRequest.Protocol;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;

/// Asks what people show of themselves, and sets what the account shows of itself.
public final class Profiles {

    private static final int ABOUT_LIMIT = 139;

    private final Workbench bench;
    private final DeviceDirectory directory;

    public Profiles(Workbench bench, DeviceDirectory directory) {
        this.bench = bench;
        this.directory = directory;
    }

    // Pictures

    /// Asks for a picture.
    public void picture(Jid owner, PictureSize size, Optional<String> knownId, Consumer<Answer<PictureAnswer>> then) {
        Jid target = owner.bare();
        // With a token the server does not answer about the own picture.
        Optional<Bytes> token = directory.isSelf(target) ? Optional.empty() : directory.liveToken(target);
        Node question = ProfileStanzas.askPicture(bench.nextId(), target, size == PictureSize.PREVIEW, knownId, token);
        bench.ask(question, answer -> then.accept(pictureAnswer(answer)));
    }

    private static Answer<PictureAnswer> pictureAnswer(Answer<Node> answer) {
        if (answer instanceof Answer.Refused<Node>(int number, var _)) {
            Optional<PictureAnswer> told = ofNumber(number);
            if (told.isPresent()) {
                return new Answer.Given<>(told.get());
            }
        }
        return answer.map(
                iq -> ProfileStanzas.picture(iq).map(Profiles::found).orElseGet(PictureAnswer.Unchanged::new));
    }

    private static PictureAnswer found(ProfileStanzas.Picture picture) {
        if (picture.status().isPresent()) {
            Optional<PictureAnswer> told = ofNumber(picture.status().getAsInt());
            if (told.isPresent()) {
                return told.get();
            }
        }
        return picture.id().isPresent() && picture.url().isPresent()
                ? new PictureAnswer.Found(
                        picture.id().get(),
                        picture.url().get(),
                        picture.directPath(),
                        picture.hash().flatMap(Profiles::base64))
                : new PictureAnswer.None();
    }

    private static Optional<PictureAnswer> ofNumber(int number) {
        return switch (number) {
            case 204, 404 -> Optional.of(new PictureAnswer.None());
            case 304 -> Optional.of(new PictureAnswer.Unchanged());
            case 401, 403 -> Optional.of(new PictureAnswer.Hidden());
            default -> Optional.empty();
        };
    }

    private static Optional<Bytes> base64(String text) {
        try {
            return Optional.of(Bytes.copyOf(Base64.getDecoder().decode(text)));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /// Sets a picture.
    public void setPicture(Optional<Jid> group, Bytes jpeg, Consumer<Answer<String>> then) {
        bench.ask(
                ProfileStanzas.setPicture(bench.nextId(), group.map(Jid::bare), Optional.of(jpeg)),
                answer -> then.accept(answer.map(iq -> ProfileStanzas.picture(iq)
                        .flatMap(ProfileStanzas.Picture::id)
                        .orElse(""))));
    }

    /// Removes a picture.
    public void removePicture(Optional<Jid> group, Consumer<Answer<Done>> then) {
        bench.ask(
                ProfileStanzas.setPicture(bench.nextId(), group.map(Jid::bare), Optional.empty()),
                answer -> then.accept(answer.map(_ -> Done.DONE)));
    }

    // About

    /// Asks for an about text.
    public void about(Jid person, Consumer<Answer<About>> then) {
        ask(
                List.of(person.bare()),
                List.of(Protocol.STATUS),
                answer -> then.accept(answer.map(users -> users.stream()
                        .flatMap(user -> about(user).stream())
                        .findFirst()
                        .orElse(About.HIDDEN))));
    }

    /// Sets the own about text.
    public void setAbout(String text, Consumer<Answer<Done>> then) {
        if (text.codePointCount(0, text.length()) > ABOUT_LIMIT) {
            then.accept(new Answer.Refused<>(400, "about text: too long (expected: at most 139 characters)"));
            return;
        }
        bench.ask(ProfileStanzas.setAbout(bench.nextId(), text), answer -> then.accept(answer.map(_ -> Done.DONE)));
    }

    private static Optional<About> about(UsyncAnswer.User user) {
        return user.about().map(about -> new About(about.text(), about.since(), about.hidden()));
    }

    // Everything at once

    /// Asks what the server tells about people.
    public void describe(List<Jid> people, Consumer<Answer<List<PersonInfo>>> then) {
        List<Jid> asked = people.stream().map(Jid::bare).distinct().toList();
        if (asked.isEmpty()) {
            then.accept(new Answer.Given<>(List.of()));
            return;
        }
        ask(
                asked,
                List.of(
                        Protocol.DEVICES,
                        Protocol.LID,
                        Protocol.STATUS,
                        Protocol.PICTURE,
                        Protocol.BUSINESS,
                        Protocol.DISAPPEARING_MODE),
                answer -> then.accept(answer.map(users -> infos(asked, users))));
    }

    private List<PersonInfo> infos(List<Jid> asked, List<UsyncAnswer.User> users) {
        Map<Jid, UsyncAnswer.User> byJid = new HashMap<>();
        for (UsyncAnswer.User user : users) {
            user.jid().ifPresent(jid -> {
                byJid.put(jid.bare(), user);
                user.lid().filter(_ -> jid.isPn()).ifPresent(lid -> directory.learn(jid.bare(), lid));
            });
        }
        List<PersonInfo> infos = new ArrayList<>();
        for (Jid jid : asked) {
            infos.add(info(jid, Optional.ofNullable(byJid.get(jid))));
        }
        return infos;
    }

    private PersonInfo info(Jid jid, Optional<UsyncAnswer.User> told) {
        List<Integer> devices = told.flatMap(UsyncAnswer.User::devices)
                .map(list -> list.devices().stream().map(device -> device.id()).toList())
                .orElse(List.of());
        return new PersonInfo(
                directory.party(jid),
                !devices.isEmpty(),
                told.flatMap(Profiles::about),
                told.flatMap(UsyncAnswer.User::pictureId),
                devices,
                told.flatMap(UsyncAnswer.User::verifiedName).flatMap(Profiles::verifiedName),
                told.map(UsyncAnswer.User::timerSeconds)
                        .filter(seconds -> seconds.isPresent() && seconds.getAsLong() >= 0)
                        .map(seconds -> Duration.ofSeconds(seconds.getAsLong())));
    }

    private static Optional<String> verifiedName(Bytes certificate) {
        try {
            String name = VerifiedNameCertificate.Details.parseFrom(
                            VerifiedNameCertificate.parseFrom(certificate.toByteArray())
                                    .getDetails())
                    .getVerifiedName();
            return name.isEmpty() ? Optional.empty() : Optional.of(name);
        } catch (InvalidProtocolBufferException _) {
            return Optional.empty();
        }
    }

    private void ask(List<Jid> people, List<Node> protocols, Consumer<Answer<List<UsyncAnswer.User>>> then) {
        List<UsyncRequest.User> users = people.stream()
                .map(person -> UsyncRequest.User.of(
                        person, directory.isSelf(person) ? Optional.empty() : directory.liveToken(person)))
                .toList();
        UsyncRequest request = new UsyncRequest(bench.nextId(), "query", "interactive", protocols, users);
        bench.ask(
                request.toIq(bench.nextId()),
                answer -> then.accept(answer.map(iq -> UsyncAnswer.of(iq).users())));
    }

    // Business

    /// Asks for the details of a business.
    public void business(Jid person, Consumer<Answer<Optional<BusinessProfile>>> then) {
        bench.ask(ProfileStanzas.askBusiness(bench.nextId(), person.bare()), answer -> {
            if (answer instanceof Answer.Refused<Node>(int number, var _) && number == 404) {
                then.accept(new Answer.Given<>(Optional.empty()));
            } else {
                then.accept(answer.map(iq -> ProfileStanzas.business(iq).map(this::business)));
            }
        });
    }

    private BusinessProfile business(ProfileStanzas.Business told) {
        return new BusinessProfile(
                directory.party(told.jid()),
                told.description(),
                told.address(),
                told.email(),
                told.websites(),
                told.categories(),
                told.timeZone(),
                told.hours().stream()
                        .map(day -> new BusinessProfile.Hours(
                                day.day(), day.mode(), minutes(day.open()), minutes(day.close())))
                        .toList());
    }

    private static Optional<Integer> minutes(OptionalInt value) {
        return value.isPresent() ? Optional.of(value.getAsInt()) : Optional.empty();
    }

    // Presence

    /// Asks no longer to be told about a person.
    public void unsubscribe(Jid person) {
        if (bench.connected()) {
            bench.send(new Presence.Unsubscribe(person.bare()).toNode());
        }
    }
}
