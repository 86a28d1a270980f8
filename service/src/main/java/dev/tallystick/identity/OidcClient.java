package dev.tallystick.identity;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSKeySelector;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.auth.ClientAuthentication;
import com.nimbusds.oauth2.sdk.auth.ClientAuthenticationMethod;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.ClientSecretPost;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.openid.connect.sdk.AuthenticationRequest;
import com.nimbusds.openid.connect.sdk.Nonce;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponse;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponseParser;
import com.nimbusds.openid.connect.sdk.UserInfoRequest;
import com.nimbusds.openid.connect.sdk.UserInfoResponse;
import com.nimbusds.openid.connect.sdk.claims.ClaimsSet;
import com.nimbusds.openid.connect.sdk.claims.IDTokenClaimsSet;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import com.nimbusds.openid.connect.sdk.validators.IDTokenValidator;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A provider of OpenID Connect: authorization code with PKCE, and an ID token that is checked for
/// signature, issuer, audience, expiry and nonce.
///
/// Its discovery document is read when first needed and again after an hour; one that is out of
/// reach then serves on. Its keys are read again when a token names one that is not known.
final class OidcClient implements ProviderClient {
  private static final Duration METADATA_AGE_MAX = Duration.ofHours(1);
  private static final Duration KEYS_AGE_MAX = Duration.ofMinutes(15);
  private static final Duration KEYS_WAIT_MAX = Duration.ofSeconds(10);
  private static final Duration CLOCK_SKEW_MAX = Duration.ofSeconds(60);

  private final Provider.Oidc provider;
  private final ProviderHttp http;
  private final InstantSource clock;
  private final ClientID clientId;
  private final Secret clientSecret;
  private volatile @Nullable Discovered discovered;

  private record Discovered(
      OIDCProviderMetadata metadata, JWSKeySelector<SecurityContext> keys, Instant at) {}

  OidcClient(Provider.Oidc provider, ProviderHttp http, InstantSource clock) {
    this.provider = provider;
    this.http = http;
    this.clock = clock;
    this.clientId = new ClientID(provider.client().id());
    this.clientSecret = new Secret(provider.client().secret());
  }

  @Override
  public Departure depart(Handshake handshake, URI redirect) {
    try {
      var request =
          new AuthenticationRequest.Builder(
                  ResponseType.CODE,
                  new Scope(provider.scopes().toArray(new String[0])),
                  clientId,
                  redirect)
              .endpointURI(discovered().metadata().getAuthorizationEndpointURI())
              .state(new State(handshake.state()))
              .nonce(new Nonce(handshake.nonce()))
              .codeChallenge(new CodeVerifier(handshake.codeVerifier()), CodeChallengeMethod.S256)
              .build();
      return new Departure.To(request.toURI());
    } catch (IOException e) {
      return new Departure.Unreachable(ProviderHttp.reason(e));
    }
  }

  @Override
  public Exchange exchange(Code code, Handshake handshake, URI redirect) {
    try {
      var found = discovered();
      if (!isFromIssuer(code, found.metadata())) {
        return new Exchange.NotProven("the code is from another issuer");
      }
      var tokens = tokens(found.metadata(), code, handshake, redirect);
      if (tokens.isEmpty()) return new Exchange.NotProven("it gave no ID token for the code");
      var idToken = check(found, tokens.get(), handshake);
      if (!isForUs(idToken)) return new Exchange.NotProven("its ID token is for another party");
      return claims(found.metadata(), tokens.get(), idToken);
    } catch (BadJOSEException e) {
      return new Exchange.NotProven("its ID token is not valid: " + withoutNonce(e));
    } catch (JOSEException | IOException e) {
      return new Exchange.Unreachable(ProviderHttp.reason(e));
    } catch (ParseException _) {
      // Its message may quote the answer, and with it a token.
      return new Exchange.Unreachable("what it answered is not OpenID Connect");
    }
  }

  /// A code of another issuer is not redeemed here, where it would be given away (RFC 9207).
  private static boolean isFromIssuer(Code code, OIDCProviderMetadata metadata) {
    return code.issuer()
        .map(issuer -> issuer.equals(metadata.getIssuer().getValue()))
        .orElse(!metadata.supportsAuthorizationResponseIssuerParam());
  }

  private Optional<OIDCTokenResponse> tokens(
      OIDCProviderMetadata metadata, Code code, Handshake handshake, URI redirect)
      throws IOException, ParseException {
    var grant =
        new AuthorizationCodeGrant(
            new AuthorizationCode(code.value()),
            redirect,
            new CodeVerifier(handshake.codeVerifier()));
    var answer =
        new TokenRequest.Builder(metadata.getTokenEndpointURI(), authentication(metadata), grant)
            .build()
            .toHTTPRequest()
            .send(http);
    if (answer.getStatusCode() >= 500) {
      throw new IOException("its token endpoint answered %d".formatted(answer.getStatusCode()));
    }
    return OIDCTokenResponseParser.parse(answer) instanceof OIDCTokenResponse tokens
            && tokens.getOIDCTokens().getIDToken() != null
        ? Optional.of(tokens)
        : Optional.empty();
  }

  private ClientAuthentication authentication(OIDCProviderMetadata metadata) {
    var methods = metadata.getTokenEndpointAuthMethods();
    boolean isBasic =
        methods == null || methods.contains(ClientAuthenticationMethod.CLIENT_SECRET_BASIC);
    return isBasic
        ? new ClientSecretBasic(clientId, clientSecret)
        : new ClientSecretPost(clientId, clientSecret);
  }

  private IDTokenClaimsSet check(Discovered found, OIDCTokenResponse tokens, Handshake handshake)
      throws BadJOSEException, JOSEException {
    var validator =
        new IDTokenValidator(found.metadata().getIssuer(), clientId, found.keys(), null);
    validator.setMaxClockSkew((int) CLOCK_SKEW_MAX.toSeconds());
    return validator.validate(tokens.getOIDCTokens().getIDToken(), new Nonce(handshake.nonce()));
  }

  /// An ID token for several audiences names the one that it was made for, which the library leaves
  /// unchecked.
  private boolean isForUs(IDTokenClaimsSet idToken) {
    var party = idToken.getAuthorizedParty();
    return party == null || party.getValue().equals(clientId.getValue());
  }

  /// Some providers put the address into the ID token, others tell it when asked.
  private Exchange claims(
      OIDCProviderMetadata metadata, OIDCTokenResponse tokens, IDTokenClaimsSet idToken)
      throws IOException, ParseException {
    var account = idToken.getSubject().getValue();
    var endpoint = metadata.getUserInfoEndpointURI();
    if (idToken.getStringClaim("email") != null || endpoint == null) {
      return proven(account, idToken);
    }
    var answer =
        new UserInfoRequest(endpoint, tokens.getOIDCTokens().getBearerAccessToken())
            .toHTTPRequest()
            .send(http);
    if (!answer.indicatesSuccess()) {
      throw new IOException("its userinfo endpoint answered %d".formatted(answer.getStatusCode()));
    }
    var info = UserInfoResponse.parse(answer).toSuccessResponse().getUserInfo();
    if (info == null) return proven(account, idToken);
    return info.getSubject().equals(idToken.getSubject())
        ? proven(account, info)
        : new Exchange.NotProven("its userinfo endpoint speaks of another account");
  }

  private Exchange proven(String account, ClaimsSet said) {
    if (!Claims.isAccountId(account)) return new Exchange.NotProven("its subject is too long");
    return new Exchange.Proven(
        new Claims(
            provider.issuer(),
            account,
            Optional.ofNullable(said.getStringClaim("email")),
            Boolean.TRUE.equals(said.getBooleanClaim("email_verified")),
            Optional.ofNullable(said.getStringClaim("name")),
            Optional.ofNullable(said.getStringClaim("picture"))));
  }

  private Discovered discovered() throws IOException {
    var before = discovered;
    var now = clock.instant();
    if (before != null && now.isBefore(before.at().plus(METADATA_AGE_MAX))) return before;
    try {
      var read = discover(now);
      discovered = read;
      return read;
    } catch (IOException e) {
      if (before == null) throw e;
      return before;
    }
  }

  private Discovered discover(Instant now) throws IOException {
    var base = provider.issuer().replaceAll("/$", "");
    var document = http.document(URI.create(base + "/.well-known/openid-configuration"));
    try {
      var metadata = OIDCProviderMetadata.parse(document);
      if (!metadata.getIssuer().equals(new Issuer(provider.issuer()))) {
        throw new IOException("its discovery document is of " + metadata.getIssuer());
      }
      if (metadata.getAuthorizationEndpointURI() == null
          || metadata.getTokenEndpointURI() == null
          || metadata.getJWKSetURI() == null) {
        throw new IOException("its discovery document lacks an endpoint");
      }
      return new Discovered(metadata, keys(metadata), now);
    } catch (ParseException e) {
      throw new IOException("its discovery document is not valid: " + e.getMessage(), e);
    }
  }

  private JWSKeySelector<SecurityContext> keys(OIDCProviderMetadata metadata) throws IOException {
    var source =
        JWKSourceBuilder.<SecurityContext>create(metadata.getJWKSetURI().toURL(), http)
            .cache(KEYS_AGE_MAX.toMillis(), KEYS_WAIT_MAX.toMillis())
            .refreshAheadCache(false)
            .retrying(true)
            .build();
    return new JWSVerificationKeySelector<>(algorithms(metadata), source);
  }

  /// What it signs with, without what a client could have signed itself.
  private static Set<JWSAlgorithm> algorithms(OIDCProviderMetadata metadata) throws IOException {
    var offered = metadata.getIDTokenJWSAlgs();
    if (offered == null) return Set.of(JWSAlgorithm.RS256);
    var signatures = new HashSet<>(JWSAlgorithm.Family.SIGNATURE);
    var usable = offered.stream().filter(signatures::contains).collect(Collectors.toSet());
    if (usable.isEmpty())
      throw new IOException("it signs ID tokens in no way that proves anything");
    return usable;
  }

  private static String withoutNonce(BadJOSEException e) {
    var message = String.valueOf(e.getMessage());
    return message.contains("nonce") ? "another nonce" : message;
  }
}
