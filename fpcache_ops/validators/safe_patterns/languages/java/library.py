"""Names of the libraries' types: which package a simple name is of, and what is known of types.

A simple name is resolved by the imports; a class of the same package that has the name of one in
``java.lang``, or in a package imported on demand, is not reckoned with.
"""

from collections.abc import Mapping

from fpcache_ops.evidence.languages.scopes import words

_SERVLET = words(
    """
    Servlet ServletRequest ServletResponse ServletContext ServletConfig ServletException Filter
    FilterChain FilterConfig RequestDispatcher ServletOutputStream ServletInputStream GenericServlet
    """
)
_HTTP = words(
    """
    HttpServlet HttpServletRequest HttpServletResponse HttpSession Cookie Part
    HttpServletRequestWrapper
    """
)

_RS = words("Response MediaType UriInfo Context HttpHeaders Cookie NewCookie")

PACKAGES: Mapping[str, frozenset[str]] = {
    "java.lang": words(
        """
        Object String StringBuilder StringBuffer Integer Long Short Byte Double Float Boolean
        Character Number Math StrictMath System Runtime Process ProcessBuilder Thread Runnable Class
        Iterable CharSequence Comparable Void Override Exception RuntimeException Throwable Error
        IllegalArgumentException IllegalStateException NullPointerException NumberFormatException
        ClassNotFoundException InterruptedException UnsupportedOperationException SecurityException
        IndexOutOfBoundsException Cloneable AutoCloseable Enum Record ThreadLocal
        """
    ),
    "java.util": words(
        """
        ArrayList LinkedList List Map HashMap LinkedHashMap TreeMap Hashtable HashSet LinkedHashSet
        TreeSet Set Collection Collections Arrays Vector Stack Queue Deque ArrayDeque Iterator
        Enumeration Properties Random Scanner Base64 UUID Locale Date Objects Optional
        StringTokenizer Comparator Formatter HexFormat EnumMap IdentityHashMap WeakHashMap
        """
    ),
    "java.util.concurrent": words("ConcurrentHashMap ThreadLocalRandom Callable TimeUnit"),
    "java.util.regex": words("Pattern Matcher"),
    "java.time": words("LocalDate LocalTime LocalDateTime Instant Duration Year YearMonth"),
    "java.time.format": words("DateTimeFormatter"),
    "java.util.zip": words("ZipFile ZipInputStream ZipEntry ZipOutputStream GZIPInputStream"),
    "java.util.function": words("Function Supplier Consumer Predicate BiFunction UnaryOperator"),
    "java.io": words(
        """
        File FileInputStream FileOutputStream FileReader FileWriter RandomAccessFile PrintWriter
        InputStream OutputStream Reader Writer BufferedReader InputStreamReader StringReader
        StringWriter ByteArrayInputStream ByteArrayOutputStream ObjectInputStream ObjectOutputStream
        IOException Serializable PrintStream BufferedWriter FileNotFoundException Closeable
        UncheckedIOException ObjectInputFilter ObjectStreamClass InvalidClassException
        """
    ),
    "java.nio.file": words("Path Paths Files FileSystems StandardOpenOption"),
    "java.nio.charset": words("StandardCharsets Charset"),
    "java.net": words(
        "URL URI URLDecoder URLEncoder HttpURLConnection URLConnection Socket InetAddress"
    ),
    "java.net.http": words("HttpClient HttpRequest HttpResponse"),
    "java.security": words(
        """
        MessageDigest SecureRandom Provider Security NoSuchAlgorithmException Key KeyFactory
        KeyPairGenerator Signature GeneralSecurityException
        """
    ),
    "java.math": words("BigDecimal BigInteger RoundingMode"),
    "java.text": words("DateFormat NumberFormat SimpleDateFormat DecimalFormat"),
    "java.sql": words(
        """
        Connection Statement PreparedStatement CallableStatement ResultSet DriverManager
        SQLException Types Timestamp
        """
    ),
    "javax.sql": words("DataSource"),
    "javax.crypto": words("Cipher KeyGenerator SecretKey Mac SecretKeyFactory"),
    "javax.crypto.spec": words("SecretKeySpec IvParameterSpec GCMParameterSpec PBEKeySpec"),
    "javax.naming": words("Context InitialContext NamingEnumeration NamingException"),
    "javax.naming.directory": words(
        "DirContext InitialDirContext SearchControls SearchResult Attributes"
    ),
    "javax.naming.ldap": words("LdapContext InitialLdapContext"),
    "javax.servlet": _SERVLET,
    "jakarta.servlet": _SERVLET,
    "javax.servlet.http": _HTTP,
    "jakarta.servlet.http": _HTTP,
    "javax.persistence": words("EntityManager Query TypedQuery PersistenceContext Entity"),
    "jakarta.persistence": words("EntityManager Query TypedQuery PersistenceContext Entity"),
    "javax.xml.parsers": words("DocumentBuilder DocumentBuilderFactory SAXParser SAXParserFactory"),
    "javax.xml.stream": words("XMLInputFactory XMLStreamReader"),
    "javax.xml.transform": words("TransformerFactory Transformer Source"),
    "javax.xml.transform.stream": words("StreamSource StreamResult"),
    "javax.xml.validation": words("SchemaFactory Schema Validator"),
    "javax.xml.xpath": words("XPath XPathFactory XPathExpression XPathConstants"),
    "javax.xml": words("XMLConstants"),
    "javax.script": words("ScriptEngine ScriptEngineManager"),
    "org.w3c.dom": words("Document SyntaxNode NodeList Element"),
    "org.xml.sax": words("InputSource XMLReader"),
    "javax.ws.rs.core": _RS,
    "jakarta.ws.rs.core": _RS,
    "okhttp3": words("OkHttpClient Request Response Call HttpUrl RequestBody MediaType"),
    "org.apache.commons.codec.digest": words("DigestUtils HmacUtils"),
    "org.apache.commons.io": words("FileUtils FilenameUtils IOUtils"),
    "org.apache.commons.lang3": words("StringEscapeUtils StringUtils ArrayUtils"),
    "org.apache.commons.text": words("StringEscapeUtils StringSubstitutor"),
    "org.owasp.esapi": words("ESAPI Encoder"),
    "org.owasp.encoder": words("Encode"),
    "org.springframework.http": words(
        "ResponseCookie ResponseEntity HttpHeaders HttpStatus HttpEntity HttpMethod MediaType"
    ),
    "org.springframework.jdbc.core": words("JdbcTemplate RowMapper"),
    "org.springframework.ldap.query": words("LdapQuery LdapQueryBuilder"),
    "org.springframework.ldap.support": words("LdapEncoder LdapNameBuilder LdapUtils"),
    "org.springframework.web.multipart": words("MultipartFile MultipartHttpServletRequest"),
    "org.springframework.web.util": words("HtmlUtils UriUtils JavaScriptUtils"),
    "org.yaml.snakeyaml": words("Yaml LoaderOptions DumperOptions"),
    "org.yaml.snakeyaml.constructor": words("SafeConstructor Constructor"),
    "org.hibernate": words("Session SessionFactory"),
}

# Classes that one may extend without inheriting fields, or methods that could be meant instead.
_PLAIN_BASES = words(
    """
    java.lang.Object java.lang.Exception java.lang.RuntimeException java.lang.Throwable
    java.lang.Thread java.lang.Error java.lang.IllegalArgumentException
    java.lang.IllegalStateException java.io.IOException
    javax.servlet.http.HttpServlet jakarta.servlet.http.HttpServlet
    javax.servlet.GenericServlet jakarta.servlet.GenericServlet
    javax.servlet.ServletException jakarta.servlet.ServletException
    """
)
_PLAIN_INTERFACES = words(
    """
    java.lang.Runnable java.lang.Comparable java.lang.Iterable java.lang.Cloneable
    java.lang.AutoCloseable java.lang.CharSequence java.io.Serializable java.io.Closeable
    java.util.Comparator java.util.Iterator java.util.Enumeration java.util.concurrent.Callable
    java.util.function.Function java.util.function.Supplier java.util.function.Consumer
    java.util.function.Predicate java.util.function.BiFunction java.util.function.UnaryOperator
    javax.servlet.Filter jakarta.servlet.Filter javax.servlet.Servlet jakarta.servlet.Servlet
    """
)
PLAIN_BASES = _PLAIN_BASES | _PLAIN_INTERFACES

OF_OBJECTS = words("getClass hashCode equals clone toString notify notifyAll wait finalize")
OF_ENUMS = words("name ordinal compareTo getDeclaringClass describeConstable values valueOf")
_OF_THROWN = words(
    """
    getMessage getLocalizedMessage getCause initCause printStackTrace fillInStackTrace getStackTrace
    setStackTrace addSuppressed getSuppressed getRootCause
    """
)
_OF_THREADS = words(
    """
    getName setName getId threadId getPriority setPriority getState isAlive isDaemon setDaemon
    isInterrupted interrupt interrupted join run start stop suspend resume sleep yield currentThread
    activeCount checkAccess dumpStack enumerate getThreadGroup getContextClassLoader isVirtual
    setContextClassLoader getStackTrace holdsLock getUncaughtExceptionHandler getAllStackTraces
    setUncaughtExceptionHandler countStackFrames destroy onSpinWait startVirtualThread ofVirtual
    ofPlatform
    """
)
_OF_SERVLETS = words(
    """
    doGet doPost doPut doDelete doHead doOptions doTrace doPatch service getLastModified init
    destroy getInitParameter getInitParameterNames getServletConfig getServletContext
    getServletInfo getServletName log
    """
)
_OF_INTERFACES = words(
    """
    reversed thenComparing thenComparingInt thenComparingLong thenComparingDouble forEach
    spliterator iterator remove forEachRemaining asIterator andThen compose and or negate chars
    codePoints isEmpty init destroy close getServletConfig getServletInfo
    """
)


def implied(base: str) -> frozenset[str]:
    """The names of methods that a class has of one of the plain bases."""
    last = base.rpartition(".")[2]
    if last.endswith(("Exception", "Error", "Throwable")):
        return _OF_THROWN
    if last == "Thread":
        return _OF_THREADS
    return _OF_SERVLETS if last.endswith("Servlet") else _OF_INTERFACES


ROOTS = words("java javax jakarta org com net io edu gov de uk fr nl ru cn jp")
"""First words of package names: a chain of names that begins so is no field."""

INTEGERS = words("byte short int long char")
REALS = words("float double")
NUMBERS = words("byte short int long float double")
PRIMITIVES = INTEGERS | REALS | {"boolean"}
BOXES = frozenset(
    f"java.lang.{name}" for name in ("Integer", "Long", "Short", "Byte", "Double", "Float")
) | {"java.math.BigInteger", "java.math.BigDecimal"}
LEAVES = PRIMITIVES | BOXES | {"java.lang.String", "java.lang.Boolean", "java.lang.Character"}
"""Types without subtypes: no other overload takes their values rather."""

FINAL = LEAVES - {"java.math.BigInteger", "java.math.BigDecimal"}
"""Types that no class derives from."""

FUNCTIONS: Mapping[str, str] = {
    "java.util.function.Function": "apply",
    "java.util.function.BiFunction": "apply",
    "java.util.function.UnaryOperator": "apply",
    "java.util.function.Supplier": "get",
    "java.util.function.Consumer": "accept",
    "java.util.function.Predicate": "test",
    "java.util.concurrent.Callable": "call",
    "java.lang.Runnable": "run",
}
"""Functional interfaces, and the method that a lambda is."""

TEXT_METHODS: Mapping[str, str] = {
    **dict.fromkeys(
        words("length indexOf lastIndexOf compareTo compareToIgnoreCase hashCode codePointAt"),
        "int",
    ),
    **dict.fromkeys(
        words(
            """
            equals equalsIgnoreCase startsWith endsWith contains isEmpty isBlank matches
            contentEquals regionMatches
            """
        ),
        "boolean",
    ),
    "charAt": "char",
}
"""Methods of texts that give a primitive value, whatever the text."""

OF_TEXTS = words(
    "trim strip toLowerCase toUpperCase substring concat replace[] replaceAll replaceFirst repeat"
)
"""Methods of texts that give a text, whatever the text."""

ASKED_FOR_TEXTS = words("getParameter getHeader getQueryString getPathInfo getRequestURI")
ASKED_TYPES = words("HttpServletRequest")
"""What a request is asked for that gives a text, and the type of the request."""
